import type { TemplateParts } from "#console/api/templates.ts";

type Sample = string | Sample[] | { [name: string]: Sample };
type SampleObject = { [name: string]: Sample };

const mark = /\{\{\{?\s*([#/^]?)\s*([^}]*?)\s*\}?\}\}/g;
const words = new Set(["else", "this", "true", "false", "null", "undefined"]);

/** Data under which everything that the parts name is there: each attribute holds its own name. */
export function sampleDataFor({ subject, html, text }: TemplateParts): string {
  const root: SampleObject = {};
  for (const part of [subject, html, text]) collect(part, root);
  const named = Object.entries(root).map(([name, sample]) => [name, settled(name, sample)]);
  return JSON.stringify(Object.fromEntries(named), undefined, 2);
}

/** Of what no attribute is named, as of the elements in `{{#each items}}{{this}}{{/each}}`, it is shown itself. */
function settled(name: string, sample: Sample): Sample {
  if (typeof sample === "string") return sample;
  if (Array.isArray(sample)) return sample.map((element) => settled(name, element));
  const entries = Object.entries(sample);
  if (entries.length === 0) return name;
  return Object.fromEntries(entries.map(([inner, value]) => [inner, settled(inner, value)]));
}

/** Reads the marks from first to last; a loop's attributes belong to the one element that its list is given. */
function collect(part: string, root: SampleObject): void {
  const scopes: SampleObject[] = [root];
  for (const [, kind = "", inner = ""] of part.matchAll(mark)) {
    const scope = scopes.at(-1) ?? root;
    const [first = "", path = first] = inner.split(/\s+/);
    if (kind === "/") {
      if (scopes.length > 1) scopes.pop();
    } else if (kind === "#" && (first === "each" || first === "with")) {
      const element = objectAt(scope, path, first === "each");
      scopes.push(element ?? scope);
    } else if (kind === "#" || kind === "^") {
      scopes.push(scope);
      put(scope, path);
    } else put(scope, first);
  }
}

function put(scope: SampleObject, path: string): void {
  const names = namesOf(path);
  const last = names.at(-1);
  if (last === undefined) return;
  const holder = names.slice(0, -1).reduce<SampleObject | undefined>((at, name) => within(at, name), scope);
  if (holder !== undefined) holder[last] ??= last;
}

function objectAt(scope: SampleObject, path: string, isList: boolean): SampleObject | undefined {
  const names = namesOf(path);
  const last = names.at(-1);
  if (last === undefined) return undefined;
  const holder = names.slice(0, -1).reduce<SampleObject | undefined>((at, name) => within(at, name), scope);
  if (holder === undefined) return undefined;
  const found = holder[last];
  const element = Array.isArray(found) ? found[0] : found;
  if (typeof element === "object" && !Array.isArray(element)) return element;
  const made: SampleObject = {};
  holder[last] = isList ? [made] : made;
  return made;
}

function within(at: SampleObject | undefined, name: string): SampleObject | undefined {
  if (at === undefined) return undefined;
  const found = at[name] ?? {};
  if (typeof found === "string" || Array.isArray(found)) return undefined;
  at[name] = found;
  return found;
}

function namesOf(path: string): string[] {
  if (path.startsWith("@") || path.startsWith("!") || path.startsWith(">")) return [];
  const names = path.split(/[./]/).filter((name) => name !== "" && name !== "this" && name !== "..");
  return names.every((name) => /^[\w-]+$/.test(name) && !words.has(name)) ? names : [];
}
