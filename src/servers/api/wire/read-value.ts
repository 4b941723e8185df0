import { InputFault } from "./input-fault.ts";
import type { InputPath } from "./input-path.ts";
import type { ListShape, MapShape, NumberShape, Shape, StructureShape } from "./shape.ts";

const largestInt32 = 2 ** 31 - 1;
const farthestTime = 8.64e15;

/**
 * Turns what `JSON.parse` gave into a value of the shape: base64 into bytes, seconds into a `Date`. `null` is for the
 * containers to judge. Limits are looked at afterwards, as AWS does (`constraints.ts`).
 * @throws InputFault at the first value of a wrong type.
 */
export function readValue(shape: Shape, json: unknown, path: InputPath): unknown {
  switch (shape.kind) {
    case "string":
      if (typeof json !== "string") throw wrongType(json, "a String", "a string", path);
      return checkedText(json, path);
    case "integer":
    case "long":
    case "number":
      return readNumber(shape, json, path);
    case "boolean":
      return readBoolean(json, path);
    case "timestamp":
      return readTimestamp(json, path);
    case "blob":
      return readBlob(json, path);
    case "list":
      return readList(shape, json, path);
    case "map":
      return readMap(shape, json, path);
    case "structure":
    case "union":
      return readStructure(shape, json, path);
  }
}

/** No member may hold a NUL or half a surrogate pair: no database keeps them, so two names could become one. */
export function checkedText(text: string, path: InputPath): string {
  if (text.includes("\0")) throw constraintFault(path, "must not contain NUL characters");
  if (!text.isWellFormed()) throw constraintFault(path, "must be well-formed Unicode");
  return text;
}

function readNumber({ kind }: NumberShape, json: unknown, path: InputPath): number {
  const [aws, plain] = kind === "number" ? ["a Double", "a number"] : ["an Integer", "an integer"];
  if (typeof json !== "number" || !Number.isFinite(json)) throw wrongType(json, aws, plain, path);
  const isTooLarge = kind === "integer" && Math.abs(json) > largestInt32;
  if (kind !== "number" && (!Number.isSafeInteger(json) || isTooLarge))
    throw wrongType(json, aws, plain, path);
  return json;
}

const namesTrue = /^(?:true|yes|y|t|1)$/i;
const namesFalse = /^(?:false|no|n|f|0)$/i;

/** SES takes a string that names a boolean for it, and refuses null although it means "absent" everywhere else. */
function readBoolean(json: unknown, path: InputPath): boolean {
  if (typeof json === "boolean") return json;
  if (typeof json !== "string") throw wrongType(json, "a Boolean", "true or false", path);
  if (namesTrue.test(json)) return true;
  if (namesFalse.test(json)) return false;
  throw wrongType(json, "an Boolean", "true or false", path);
}

function readTimestamp(json: unknown, path: InputPath): Date {
  // Rounded, since the product of a fraction may fall just short of its millisecond.
  const time = typeof json === "number" ? Math.round(json * 1000) : Number.NaN;
  if (!(Math.abs(time) <= farthestTime)) {
    throw wrongType(json, "milliseconds since epoch", "a time in seconds since 1970", path);
  }
  return new Date(time);
}

function readBlob(json: unknown, path: InputPath): Uint8Array {
  if (typeof json !== "string") throw wrongType(json, "a Blob", "a base64 string", path);
  try {
    // Decodes and checks at once; a check by pattern before it costs eight times as much.
    return Uint8Array.fromBase64(json);
  } catch {
    throw wrongType(json, "a Blob", "valid base64", path);
  }
}

function readList({ item }: ListShape, json: unknown, path: InputPath): unknown[] {
  if (!Array.isArray(json)) throw serializationFault(path, "Expected list or null", "must be a list");
  return json.map((element: unknown, index) => {
    path.enter(index);
    if (element === null) throw constraintFault(path, "must not be null");
    const value = readValue(item, element, path);
    path.leave();
    return value;
  });
}

function readMap({ key: keyShape, value: valueShape }: MapShape, json: unknown, path: InputPath): object {
  if (!isObject(json)) throw serializationFault(path, "Expected map or null", "must be an object");
  const map = {};
  for (const [key, element] of Object.entries(json)) {
    path.enter({ key });
    readValue(keyShape, key, path);
    if (element === null) throw constraintFault(path, "must not be null");
    // Defined, not assigned: a key called __proto__ is an entry like any other.
    const value = readValue(valueShape, element, path);
    Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
    path.leave();
  }
  return map;
}

export function readStructure({ kind, members }: StructureShape, json: unknown, path: InputPath) {
  if (!isObject(json)) {
    throw Array.isArray(json)
      ? wrongType(json, "", "an object", path)
      : serializationFault(path, "Expected null", "must be an object");
  }
  const structure: Record<string, unknown> = {};
  let count = 0;
  for (const name of Object.keys(json)) {
    const element = json[name];
    const member = members.get(name);
    // Null stands for an absent member; one that the model does not have is dropped.
    if (member === undefined || (element === null && member.shape.kind !== "boolean")) continue;
    path.enter(name);
    structure[name] = readValue(member.shape, element, path);
    path.leave();
    count += 1;
  }
  if (kind === "union" && count !== 1) {
    const names = [...members.keys()].join(", ");
    throw serializationFault(
      path,
      "Expected exactly one member of a union",
      `must have exactly one of ${names}`,
    );
  }
  return structure;
}

function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function wrongType(json: unknown, aws: string, plain: string, path: InputPath): InputFault {
  if (Array.isArray(json))
    return serializationFault(path, "Start of list found where not expected", `must be ${plain}`);
  if (isObject(json)) {
    return serializationFault(
      path,
      "Start of structure or map found where not expected.",
      `must be ${plain}`,
    );
  }
  return serializationFault(path, `${tokenOf(json)} can not be converted to ${aws}`, `must be ${plain}`);
}

/** What the JSON parser of AWS calls a value. */
function tokenOf(json: unknown): string {
  if (typeof json === "boolean") return json ? "TRUE_VALUE" : "FALSE_VALUE";
  if (json === null) return "NULL_VALUE";
  return typeof json === "string" ? "STRING_VALUE" : "NUMBER_VALUE";
}

export function serializationFault(path: InputPath, awsMessage: string, problem: string): InputFault {
  const plain = path.plain();
  const message = `${plain === "" ? "The request body" : plain} ${problem}`;
  return new InputFault("serialization", [{ path: plain, message, awsMessage }]);
}

function constraintFault(path: InputPath, problem: string): InputFault {
  const awsMessage = `Value at '${path.aws()}' failed to satisfy constraint: Member ${problem}`;
  return new InputFault("constraint", [
    { path: path.plain(), message: `${path.plain()} ${problem}`, awsMessage },
  ]);
}
