import { constraintFaults } from "./constraints.ts";
import { InputFault } from "./input-fault.ts";
import { InputPath } from "./input-path.ts";
import { excessOf } from "./json-bounds.ts";
import { decode, readQuery } from "./read-query.ts";
import { checkedText, readStructure, serializationFault } from "./read-value.ts";
import type { Call } from "./router.ts";
import type { StructureShape } from "./shape.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * The input of an operation out of a request's path, query and body: of the model's types, within the model's limits,
 * without members that the model does not have, and without `undefined` or `null` anywhere.
 * @throws InputFault, and nothing else, whatever the bytes are.
 */
export function readInput({ operation, labels, query }: Call, body: Uint8Array): Record<string, unknown> {
  const path = new InputPath();
  const input = readBody(operation.body, body, path);
  let label = 0;
  for (const segment of operation.path) {
    if (!("label" in segment)) continue;
    const { name } = segment.label;
    path.enter(name);
    input[name] = checkedText(decode(labels[label++] ?? "", "path"), path);
    path.leave();
  }
  readQuery(operation.query, query, input, path);
  const faults = constraintFaults(operation.input, input);
  if (faults.length > 0) throw new InputFault("constraint", faults);
  return input;
}

/** No body at all stands for `{}`, so that what is missing gets named; white space alone is no JSON (as in SES). */
function readBody(shape: StructureShape, body: Uint8Array, path: InputPath): Record<string, unknown> {
  if (shape.members.size === 0 || body.length === 0) return {};
  return readStructure(shape, parseJson(body, path), path);
}

function parseJson(body: Uint8Array, path: InputPath): unknown {
  let text: string;
  try {
    text = utf8.decode(body);
  } catch {
    throw serializationFault(path, "The request body is not valid UTF-8", "is not valid UTF-8");
  }
  const excess = excessOf(text);
  if (excess !== undefined) throw serializationFault(path, `The request body ${excess}`, excess);
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = (error as SyntaxError).message;
    throw serializationFault(path, "The request body is not valid JSON", `is not valid JSON: ${reason}`);
  }
}
