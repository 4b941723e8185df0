import { InputFault } from "./input-fault.ts";
import type { InputPath } from "./input-path.ts";
import { checkedText, readValue, serializationFault } from "./read-value.ts";
import type { Member, Shape } from "./shape.ts";

// RFC 3339 `date-time`, the form of a timestamp in a query (restJson1).
const dateTime = /^\d{4}-(\d\d)-(\d\d)T\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

/**
 * Fills in the members that travel in the query. A list repeats its parameter; of anything else the first one counts.
 * Parameters that are not the operation's (a presigned request's `X-Amz-…`) are passed over.
 * @throws InputFault
 */
export function readQuery(
  members: ReadonlyMap<string, Member>,
  query: string,
  input: Record<string, unknown>,
  path: InputPath,
): void {
  if (members.size === 0 || query === "") return;
  for (const part of query.split("&")) {
    const equals = part.indexOf("=");
    const member = members.get(decode(equals < 0 ? part : part.slice(0, equals), "query"));
    if (member === undefined) continue;
    path.enter(member.name);
    const text = checkedText(decode(equals < 0 ? "" : part.slice(equals + 1), "query"), path);
    if (member.shape.kind === "list") {
      const items = (input[member.name] ??= []) as unknown[];
      items.push(readText(member.shape.item, text, path));
    } else if (input[member.name] === undefined) {
      input[member.name] = readText(member.shape, text, path);
    }
    path.leave();
  }
}

/** Percent-decoding as UTF-8; in a query and a form `+` is a space. */
export function decode(text: string, where: "path" | "query" | "form"): string {
  const spaced = where === "path" ? text : text.replaceAll("+", " ");
  if (!spaced.includes("%")) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    const message = `The ${where} of the request holds malformed percent-encoding`;
    throw new InputFault(where === "form" ? "serialization" : "uri", [
      { path: "", message, awsMessage: message },
    ]);
  }
}

/** A value that travels as text. Throws `InputFault`. */
export function readText(shape: Shape, text: string, path: InputPath): unknown {
  switch (shape.kind) {
    case "integer":
      return readValue(shape, /^-?\d{1,10}$/.test(text) ? Number(text) : text, path);
    case "timestamp":
      return readDateTime(text, path);
    case "boolean":
      return readBoolean(text, path);
    default:
      return readValue(shape, text, path);
  }
}

/** As XML Schema writes them, and in Python's spelling. */
function readBoolean(text: string, path: InputPath): boolean {
  if (/^(?:true|1)$/i.test(text)) return true;
  if (/^(?:false|0)$/i.test(text)) return false;
  throw serializationFault(path, "STRING_VALUE can not be converted to a Boolean", "must be true or false");
}

function readDateTime(text: string, path: InputPath): Date {
  const [, month, day] = dateTime.exec(text) ?? [];
  const time = new Date(month === undefined ? Number.NaN : text);
  const lastDay = new Date(Date.UTC(Number(text.slice(0, 4)), Number(month), 0)).getUTCDate();
  if (Number.isNaN(time.getTime()) || Number(day) > lastDay) {
    throw serializationFault(
      path,
      "STRING_VALUE can not be converted to milliseconds since epoch",
      "must be a time like 2025-01-01T00:00:00Z",
    );
  }
  return time;
}
