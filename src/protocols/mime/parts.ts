import { type HeaderField, readMessage } from "./header-fields.ts";

/** One part of a message: what its Content-Type says, and its octets, transfer encoding undone. */
export interface MimePart {
  /** `message/delivery-status`, in lower case. */
  readonly type: string;
  /** In lower-case names; values as they were written, unquoted. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly fields: readonly HeaderField[];
  readonly body: Uint8Array;
  /** Of a multipart: its parts. */
  readonly parts: readonly MimePart[];
}

const mostParts = 100;
const deepest = 5;

/** Takes a message with CRLF lines apart, as far as its bounds allow. Undefined for what has no readable header. */
export function readParts(message: Uint8Array): MimePart | undefined {
  return readPart(message, { depth: 0, left: { parts: mostParts } });
}

function readPart(
  content: Uint8Array,
  { depth, left }: { depth: number; left: { parts: number } },
): MimePart | undefined {
  const reading = readMessage(content);
  if (!reading.ok || left.parts-- <= 0) return undefined;
  const { fields } = reading;
  const { type, parameters } = readContentType(valueIn(fields, "content-type") ?? "text/plain");
  const boundary = parameters.get("boundary");
  const isMultipart = type.startsWith("multipart/") && boundary !== undefined && depth < deepest;
  const parts = isMultipart
    ? split(reading.body, boundary).flatMap((part) => readPart(part, { depth: depth + 1, left }) ?? [])
    : [];
  const body = decode(reading.body, valueIn(fields, "content-transfer-encoding"));
  return { type, parameters, fields, body: isMultipart ? reading.body : body, parts };
}

/** The unfolded value of the first field of that name (in lower case). */
export function valueIn(fields: readonly HeaderField[], name: string): string | undefined {
  return fields
    .find((field) => field.name.toLowerCase() === name)
    ?.value.replaceAll("\r\n", "")
    .trim();
}

function readContentType(value: string): Pick<MimePart, "type" | "parameters"> {
  const [type = "", ...rest] = value.slice(0, 2_000).split(";");
  const parameters = new Map<string, string>();
  for (const parameter of rest) {
    const equals = parameter.indexOf("=");
    if (equals === -1) continue;
    const text = parameter.slice(equals + 1).trim();
    const unquoted = text.startsWith('"') ? text.slice(1, text.endsWith('"') ? -1 : undefined) : text;
    parameters.set(parameter.slice(0, equals).trim().toLowerCase(), unquoted);
  }
  return { type: type.trim().toLowerCase(), parameters };
}

/** RFC 2046 §5.1.1: what stands between the delimiter lines. */
function split(body: Uint8Array, boundary: string): Uint8Array[] {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const delimiter = Buffer.from(`\r\n--${boundary}`, "latin1");
  const found: Uint8Array[] = [];
  let start = bytes.indexOf(delimiter.subarray(2));
  if (start > 0) start = bytes.indexOf(delimiter);
  if (start > 0) start += 2;
  while (start !== -1 && found.length < mostParts) {
    const after = start + delimiter.length - 2;
    if (bytes.toString("latin1", after, after + 2) === "--") break;
    const lineEnd = bytes.indexOf("\r\n", after);
    if (lineEnd === -1) break;
    const next = bytes.indexOf(delimiter, lineEnd);
    found.push(bytes.subarray(lineEnd + 2, next === -1 ? bytes.length : next));
    start = next === -1 ? -1 : next + 2;
  }
  return found;
}

function decode(body: Uint8Array, encoding: string | undefined): Uint8Array {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  switch (encoding?.toLowerCase()) {
    case "base64":
      return Buffer.from(bytes.toString("latin1"), "base64");
    case "quoted-printable":
      return Buffer.from(fromQuotedPrintable(bytes.toString("latin1")), "latin1");
    default:
      return bytes;
  }
}

/** RFC 2045 §6.7. */
function fromQuotedPrintable(text: string): string {
  return text
    .replaceAll(/[ \t]+(?=\r\n)/g, "")
    .replaceAll("=\r\n", "")
    .replaceAll(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
