import type { MemberModel, ShapeModel } from "#servers/api/wire/model.ts";
import { type Constraints, fail } from "./constraints.ts";

/** What is to be known beside the tuples. */
export type Limits = Pick<Constraints, "shapeAt" | "limitsOf" | "typeOf" | "assertRequired">;

// The tuples are `StaticSchema` of @smithy/types: [kind, namespace, name, traits, …], where a reference to a shape is
// a number (a built-in type), a tuple, a function that gives one of these, or any of them wrapped as [shape, traits].
type Tuple = readonly [kind: number, namespace: string, name: string, traits: unknown, ...rest: unknown[]];

const kinds = { simple: 0, list: 1, map: 2, structure: 3, union: 4 } as const;
const builtIns: Record<number, string> = {
  0: "string",
  1: "number",
  2: "boolean",
  4: "timestamp",
  21: "blob",
};
const listOf = 64;
const mapOf = 128;
const labelTrait = 1;
const sensitiveTrait = 8;

// The client has one type for every number. Of all numbers that callers send, none is a fraction.
const integers = new Set(["MaxDeliverySeconds", "MaxItems", "MaxResults", "PageSize", "WarmupPercentage"]);

/** Reads the client's schema tuples into shapes of the model; throws on meeting an encoding that no code of ours handles. */
export class ShapeReader {
  readonly #shapes = new Map<string, ShapeModel>();
  readonly #constraints: Limits;

  constructor(constraints: Limits) {
    this.#constraints = constraints;
  }

  sorted(): Record<string, ShapeModel> {
    return Object.fromEntries([...this.#shapes].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** The name of the shape that a reference points to, read together with all that it holds. */
  read(reference: unknown, place: string): string {
    const [shape, traits] = unwrap(reference);
    if (traits !== 0) fail(`${place}: unknown traits ${JSON.stringify(traits)}`);
    return typeof shape === "number" ? this.#builtIn(shape, place) : this.#named(shape, place);
  }

  #builtIn(code: number, place: string): string {
    const constrained = this.#constraints.shapeAt(place);
    if (code >= mapOf) return this.#collection("map", builtIn(code - mapOf, place), constrained, place);
    if (code >= listOf) return this.#collection("list", builtIn(code - listOf, place), constrained, place);
    const member = place.slice(place.lastIndexOf(".") + 1);
    const type = code === 1 && integers.has(member) ? "integer" : builtIn(code, place);
    if (constrained === undefined) return type;
    const theirs = this.#constraints.typeOf(constrained);
    if (theirs !== type && theirs !== "long") fail(`${place} is ${type} and ${theirs}`);
    return this.#add(constrained, { type: theirs, ...this.#constraints.limitsOf(constrained) });
  }

  #collection(type: "list" | "map", inner: string, constrained: string | undefined, place: string): string {
    const name =
      constrained ?? `${inner[0]?.toUpperCase()}${inner.slice(1)}${type === "list" ? "List" : "Map"}`;
    const at = (part: string) => (constrained === undefined ? inner : this.#item(inner, `${name}${part}`));
    if (type === "map" && inner !== "string") fail(`${place}: a map of ${inner}`);
    const parts = type === "list" ? { item: at("[]") } : { key: at("{key}"), value: at("{value}") };
    return this.#add(name, { type, ...parts, ...this.#constraints.limitsOf(name) });
  }

  #item(type: string, place: string): string {
    const code = Object.keys(builtIns).find((key) => builtIns[Number(key)] === type);
    return this.#builtIn(Number(code), place);
  }

  #named(tuple: Tuple, place: string): string {
    const [kind, , name, traits] = tuple;
    if (traits !== 0 && traits !== sensitiveTrait) fail(`${name}: unknown traits ${JSON.stringify(traits)}`);
    const sensitive = traits === sensitiveTrait ? { sensitive: true } : {};
    const limits = this.#constraints.limitsOf(name);
    // Asked also where the client names the shape, so that a limit counts as placed.
    this.#constraints.shapeAt(place);
    if (kind === kinds.simple)
      return this.#add(name, { type: builtIn(tuple[4], name), ...limits, ...sensitive });
    if (kind === kinds.list) {
      return this.#add(name, {
        type: "list",
        item: this.read(tuple[4], `${name}[]`),
        ...limits,
        ...sensitive,
      });
    }
    if (kind === kinds.map) {
      const [key, value] = [this.read(tuple[4], `${name}{key}`), this.read(tuple[5], `${name}{value}`)];
      return this.#add(name, { type: "map", key, value, ...limits, ...sensitive });
    }
    if (kind === kinds.structure || kind === kinds.union) return this.#structure(tuple);
    return fail(`${name}: unknown kind of shape ${kind}`);
  }

  #structure([kind, , name, , names, references, required = 0]: Tuple): string {
    if (this.#shapes.has(name)) return name;
    const members: Record<string, MemberModel> = {};
    // Entered before its members are read, so that a shape may hold itself.
    this.#shapes.set(name, { type: kind === kinds.union ? "union" : "structure", members });
    const memberNames = names as readonly string[];
    for (const [index, member] of memberNames.entries()) {
      if (!/^[A-Z][A-Za-z0-9]*$/.test(member))
        fail(`${name}.${member}: a name that could meet Object.prototype`);
      const [shape, traits] = unwrap((references as readonly unknown[])[index]);
      members[member] = {
        shape: this.read(shape, `${name}.${member}`),
        ...(index < Number(required) ? { required: true } : {}),
        ...bindingOf(traits, `${name}.${member}`),
      };
    }
    this.#constraints.assertRequired(name, memberNames.slice(0, Number(required)));
    return name;
  }

  #add(name: string, shape: ShapeModel): string {
    const known = this.#shapes.get(name);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(shape))
      fail(`two shapes are called ${name}`);
    this.#shapes.set(name, shape);
    return name;
  }
}

function bindingOf(traits: unknown, place: string): Partial<MemberModel> {
  if (traits === 0) return {};
  if (traits === labelTrait) return { label: true };
  if (traits !== null && typeof traits === "object" && Object.keys(traits).join() === "httpQuery") {
    return { query: String((traits as { httpQuery: unknown }).httpQuery) };
  }
  return fail(`${place}: unknown binding ${JSON.stringify(traits)}`);
}

function builtIn(code: unknown, place: string): string {
  return builtIns[Number(code)] ?? fail(`${place}: unknown type ${String(code)}`);
}

function unwrap(reference: unknown): [shape: number | Tuple, traits: unknown] {
  if (typeof reference === "function") return unwrap(reference());
  if (typeof reference === "number") return [reference, 0];
  if (!Array.isArray(reference)) return fail(`no shape: ${String(reference)}`);
  if (reference.length === 2) return [unwrap(reference[0])[0], reference[1]];
  if (typeof reference[2] !== "string") fail(`no shape: ${JSON.stringify(reference)}`);
  return [reference as unknown as Tuple, 0];
}
