import type { ListShape, MapShape, NumberShape, Shape, StringShape } from "./shape.ts";

/** A limit that a value does not keep: as AWS words it after "failed to satisfy constraint:", and for people. */
export interface Breach {
  readonly aws: string;
  readonly plain: string;
}

/** What the model's patterns mean, where one that is broken would leave a reader to guess. */
const words: ReadonlyMap<string, string> = new Map([
  [
    String.raw`^[a-zA-Z0-9+\/]+={0,2}$`,
    "must be base64 in one piece: no line breaks, and none of a PEM file's BEGIN and END lines",
  ],
  [
    String.raw`^(([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\-]*[a-zA-Z0-9]))$`,
    "must be letters, digits and hyphens, and neither begin nor end with a hyphen",
  ],
]);

/** The first limit of its own that a value breaks; what a list or a map holds is not looked at. */
export function breachOf(shape: Shape, value: unknown): Breach | undefined {
  switch (shape.kind) {
    case "string":
      return stringBreach(shape, value as string);
    case "integer":
    case "long":
    case "number":
      return rangeBreach(shape, value as number);
    case "list":
      return sizeBreach(shape, (value as unknown[]).length);
    case "map":
      return sizeBreach(shape, Object.keys(value as object).length);
    default:
      return undefined;
  }
}

/** Every limit of a string or number, as AWS lists them for the items of a list. */
export function describeLimits(shape: Shape): string {
  if (shape.kind !== "string") return "";
  const { values, min, max, pattern } = shape;
  return [
    Number.isFinite(max) ? `Member must have length less than or equal to ${max}` : "",
    min > 0 ? `Member must have length greater than or equal to ${min}` : "",
    pattern ? `Member must satisfy regular expression pattern: ${pattern.source}` : "",
    values ? enumText(values) : "",
  ]
    .filter((text) => text !== "")
    .join(", ");
}

function stringBreach({ min, max, pattern, values }: StringShape, value: string): Breach | undefined {
  if (values !== undefined) {
    if (values.has(value)) return undefined;
    return { aws: enumText(values), plain: `must be one of ${[...values].join(", ")}` };
  }
  const breach = lengthBreach(min, max, codePoints(value, min, max), "character");
  if (breach !== undefined) return breach;
  // Only now: the longest length is also what bounds a pattern's backtracking.
  if (pattern === undefined || pattern.whole.test(value)) return undefined;
  return {
    aws: `Member must satisfy regular expression pattern: ${pattern.source}`,
    plain: words.get(pattern.source) ?? `must match ${pattern.source}`,
  };
}

function rangeBreach({ min, max }: NumberShape, value: number): Breach | undefined {
  if (value < min) {
    return {
      aws: `Member must have value greater than or equal to ${min}`,
      plain: `must be at least ${min}`,
    };
  }
  if (value > max) {
    return { aws: `Member must have value less than or equal to ${max}`, plain: `must be at most ${max}` };
  }
  return undefined;
}

function sizeBreach({ min, max }: ListShape | MapShape, size: number): Breach | undefined {
  return lengthBreach(min, max, size, "entry");
}

function lengthBreach(
  min: number,
  max: number,
  length: number,
  unit: "character" | "entry",
): Breach | undefined {
  if (length >= min && length <= max) return undefined;
  if (length < min) {
    const plain = min === 1 ? "must not be empty" : `must have at least ${count(min, unit)}`;
    return { aws: `Member must have length greater than or equal to ${min}`, plain };
  }
  return {
    aws: `Member must have length less than or equal to ${max}`,
    plain: `must have at most ${count(max, unit)}`,
  };
}

function count(n: number, unit: "character" | "entry"): string {
  if (n === 1) return `1 ${unit}`;
  return `${n} ${unit === "entry" ? "entries" : "characters"}`;
}

function enumText(values: ReadonlySet<string>): string {
  return `Member must satisfy enum value set: [${[...values].join(", ")}]`;
}

/** Counted only where it matters: a string has at most as many code points as code units, and at least half as many. */
function codePoints(value: string, min: number, max: number): number {
  const units = value.length;
  if ((units <= max && units >= 2 * min) || units > 2 * max || units < min) return units;
  let points = 0;
  for (const _ of value) points += 1;
  return points;
}
