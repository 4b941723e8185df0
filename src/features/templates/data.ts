import { CallerError } from "#platform/errors.ts";

/** What a template is filled in with: a JSON object. */
export type TemplateData = Readonly<Record<string, unknown>>;

const longestData = 262_144;

/** Throws `invalid-template-data` for what is no JSON object, in SES's words for it. */
export function readTemplateData(json: string): TemplateData {
  if (json.length > longestData) throw invalid(`It is longer than ${longestData} characters.`);
  try {
    const data: unknown = JSON.parse(json);
    if (isObject(data)) return data;
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error));
  }
  throw invalid("It must be a JSON object.");
}

/**
 * The data of one entry of a bulk message over the data of all. SES merges objects member by member, at every depth; anything
 * else replaces what was there. (Observed at SES: domdomegg/aws-ses-v2-local#102; its guide says otherwise.)
 */
export function mergeTemplateData(defaults: TemplateData, replacement: TemplateData): TemplateData {
  return merged(defaults, replacement, 0);
}

const deepestMerge = 64;

function merged(defaults: TemplateData, replacement: TemplateData, depth: number): TemplateData {
  if (depth > deepestMerge) return replacement;
  const members = Object.entries(replacement).map(([name, value]) => {
    const before = Object.hasOwn(defaults, name) ? defaults[name] : undefined;
    return [name, isObject(value) && isObject(before) ? merged(before, value, depth + 1) : value] as const;
  });
  return Object.fromEntries([...Object.entries(defaults), ...members]);
}

function isObject(value: unknown): value is TemplateData {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function invalid(message: string): CallerError {
  return new CallerError("invalid-template-data", "The template data is invalid.", [
    { path: "TemplateData", message },
  ]);
}
