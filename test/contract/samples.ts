import type {
  MapShape,
  Member,
  NumberShape,
  Shape,
  StringShape,
  StructureShape,
} from "#servers/api/wire/shape.ts";

// A value for each pattern of the model, found by what the pattern starts with.
const byPattern: readonly [start: string, sample: string][] = [
  ["^(.+)@", "someone@example.com"],
  ["arn:(aws|", `arn:aws:ses:us-east-1:000000000000:mailmanager-archive/a-${"x".repeat(24)}`],
  ["arn:[", "arn:aws:acm:us-east-1:000000000000:certificate/abc"],
  ["^[\\w\\-_]+$", "an-endpoint"],
  ["^[!-9", "X-Header"],
  ["[ -~]*", "a value"],
  ["^^(", "bmV4dA=="],
  ["^[a-zA-Z0-9+\\/]", "a2V5"],
  ["^s3:", "s3://bucket/key"],
  ["^((", "selector"],
  ["^(([^:", "https://example.com/about"],
  ["^(([a-zA-Z0-9]|", "selector1"],
];

/** A structure with every member that is not left out, each with a value the model allows and the wire keeps. */
export function sampleOf(
  shape: StructureShape,
  leftOut: ReadonlySet<string> = new Set(),
): Record<string, unknown> {
  const members = [...shape.members.values()].filter(({ name }) => !leftOut.has(name));
  const present = shape.kind === "union" ? members.slice(-1) : members;
  return Object.fromEntries(present.map((member) => [member.name, sampleMember(member)]));
}

function sampleMember({ name, shape }: Member): unknown {
  return sampleValue(shape, name);
}

function sampleValue(shape: Shape, name: string): unknown {
  switch (shape.kind) {
    case "string":
      return sampleString(shape, name);
    case "integer":
    case "long":
    case "number":
      return sampleNumber(shape);
    case "boolean":
      return true;
    case "timestamp":
      return new Date("2026-02-03T04:05:06.789Z");
    case "blob":
      return new Uint8Array([0, 255, 128, 10]);
    case "list":
      return Array.from({ length: Math.min(2, shape.max) }, () => sampleValue(shape.item, name));
    case "map":
      return sampleMap(shape, name);
    case "structure":
    case "union":
      return sampleOf(shape);
  }
}

function sampleMap({ key, value }: MapShape, name: string): Record<string, unknown> {
  return { [sampleString(key, `key of ${name}`)]: sampleValue(value, name) };
}

function sampleNumber({ kind, min }: NumberShape): number {
  const least = Number.isFinite(min) ? min : -7;
  return kind === "number" ? least + 0.5 : least;
}

function sampleString({ values, pattern, min, max }: StringShape, name: string): string {
  const [first] = values ?? [];
  if (first !== undefined) return first;
  if (pattern !== undefined) {
    const sample = byPattern.find(
      ([start, text]) => pattern.source.startsWith(start) && pattern.whole.test(text),
    );
    if (sample === undefined) throw new Error(`No sample for ${pattern.source}`);
    return sample[1];
  }
  // Everything a path, a query and JSON have to escape.
  return `${name} a+b/c?d=e&f %41 "ü✓😀"`.padEnd(min, ".").slice(0, max);
}
