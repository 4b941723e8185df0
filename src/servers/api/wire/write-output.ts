import type { Operation, Shape, StructureShape } from "./shape.ts";

/** How a time is written: as AWS does, or as people read it. */
export type TimeFormat = "epoch-seconds" | "iso-8601";

/** A handler's output as `JSON.stringify` takes it: only what the model has, times and bytes in their wire form. */
export function writeOutput(
  { output }: Operation,
  value: object,
  times: TimeFormat,
): Record<string, unknown> {
  return writeStructure(output, value as Record<string, unknown>, times);
}

function writeStructure(
  { members }: StructureShape,
  value: Readonly<Record<string, unknown>>,
  times: TimeFormat,
) {
  const json: Record<string, unknown> = {};
  for (const { name, shape } of members.values()) {
    const element = value[name];
    if (element !== undefined && element !== null) json[name] = writeValue(shape, element, times);
  }
  return json;
}

function writeValue(shape: Shape, value: unknown, times: TimeFormat): unknown {
  switch (shape.kind) {
    case "timestamp":
      return writeTime(value as Date, times);
    case "blob":
      return (value as Uint8Array).toBase64();
    case "list":
      return (value as readonly unknown[]).map((item) => writeValue(shape.item, item, times));
    case "map":
      return Object.fromEntries(
        Object.entries(value as object).map(([key, item]) => [key, writeValue(shape.value, item, times)]),
      );
    case "structure":
    case "union":
      return writeStructure(shape, value as Record<string, unknown>, times);
    default:
      return value;
  }
}

/** AWS writes seconds, with the milliseconds as a fraction. */
function writeTime(time: Date, times: TimeFormat): number | string {
  return times === "iso-8601" ? time.toISOString() : time.getTime() / 1000;
}
