import { constraintFaults } from "./constraints.ts";
import { InputFault } from "./input-fault.ts";
import { InputPath } from "./input-path.ts";
import { decode, readText } from "./read-query.ts";
import { checkedText } from "./read-value.ts";
import type { ListShape, Operation, Shape, StructureShape } from "./shape.ts";

/** Parameters, and parts of their names, together: as many as a JSON body may hold values. */
const mostParts = 100_000;
/** The longest of an operation is some 60 characters: `Destinations.member.50.Destination.ToAddresses.member.50`. */
const longestName = 128;

/** A form of AWS's Query protocol: what stands under a dotted name, and under those that go on from it. */
export interface Form {
  /** Not yet decoded. */
  value?: string;
  parts?: Map<string, Form>;
}

/**
 * Takes a form apart. Where a name comes twice the first one counts; one that is longer than any of ours is left out.
 * @throws InputFault
 */
export function readForm(text: string): Form {
  const form: Form = {};
  let parts = 0;
  for (let from = 0; from < text.length; ) {
    const ampersand = text.indexOf("&", from);
    const to = ampersand < 0 ? text.length : ampersand;
    parts += addParameter(form, text.slice(from, to));
    if (parts > mostParts) throw tooMany();
    from = to + 1;
  }
  return form;
}

/** Answers how many parts it looked at. */
function addParameter(form: Form, parameter: string): number {
  const equals = parameter.indexOf("=");
  const written = equals < 0 ? parameter : parameter.slice(0, equals);
  if (written === "" || written.length > longestName) return 1;
  const names = decode(written, "form").split(".");
  let place = form;
  for (const name of names) {
    place.parts ??= new Map();
    const next = place.parts.get(name) ?? {};
    place.parts.set(name, next);
    place = next;
  }
  place.value ??= equals < 0 ? "" : parameter.slice(equals + 1);
  return names.length;
}

/** Decoded. Throws `InputFault`. */
export function formText({ parts }: Form, name: string): string | undefined {
  const value = parts?.get(name)?.value;
  return value === undefined ? undefined : decode(value, "form");
}

/**
 * The input of an operation out of a form, as `readInput` reads it out of JSON.
 * @throws InputFault
 */
export function readFormInput(
  { input: shape }: Pick<Operation, "input">,
  form: Form,
): Record<string, unknown> {
  const input = readStructure(shape, form, new InputPath());
  const faults = constraintFaults(shape, input);
  if (faults.length > 0) throw new InputFault("constraint", faults);
  return input;
}

/** Undefined: nothing of the kind is there. */
function readPart(shape: Shape, form: Form, path: InputPath): unknown {
  switch (shape.kind) {
    case "structure":
      return readStructure(shape, form, path);
    case "list":
      return readList(shape, form, path);
    case "map":
    case "union":
      throw new Error("No operation of the older API takes maps and unions.");
    default:
      return form.value === undefined ? undefined : readLeaf(shape, form.value, path);
  }
}

function readStructure(
  { members }: StructureShape,
  { parts }: Form,
  path: InputPath,
): Record<string, unknown> {
  const structure: Record<string, unknown> = {};
  for (const { name, shape } of members.values()) {
    const part = parts?.get(name);
    if (part === undefined) continue;
    path.enter(name);
    const value = readPart(shape, part, path);
    if (value !== undefined) structure[name] = value;
    path.leave();
  }
  return structure;
}

/** `Name.member.1`, `Name.member.2` …, in whatever order, with whatever left out; `Name=` is an empty one. */
function readList({ item }: ListShape, { parts }: Form, path: InputPath): unknown[] {
  const members = [...(parts?.get("member")?.parts ?? [])]
    .filter(([number]) => /^\d{1,9}$/.test(number))
    .sort(([one], [other]) => Number(one) - Number(other));
  return members.flatMap(([, form], index) => {
    path.enter(index);
    const value = readPart(item, form, path);
    path.leave();
    return value === undefined ? [] : [value];
  });
}

function readLeaf(shape: Shape, value: string, path: InputPath): unknown {
  const text = decode(value, "form");
  // Base64 has no spaces, but plus signs, which not every client escapes.
  return shape.kind === "blob"
    ? readText(shape, text.replaceAll(" ", "+"), path)
    : readText(shape, checkedText(text, path), path);
}

function tooMany(): InputFault {
  const message = "The form holds too many parameters";
  return new InputFault("serialization", [{ path: "", message, awsMessage: message }]);
}
