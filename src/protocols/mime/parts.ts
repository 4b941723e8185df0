import { type ContentType, readContentType } from "./content-type.ts";
import { readDamaged } from "./damaged-header.ts";
import { type HeaderField, headerEnd, readMessage } from "./header-fields.ts";
import { withCrlf } from "./line-ends.ts";
import { withoutTransferEncoding } from "./transfer-encoding.ts";

/** One part of a message: what its Content-Type says, and its octets, transfer encoding undone but for a multipart's. */
export interface MimePart extends ContentType {
  readonly fields: readonly HeaderField[];
  readonly body: Uint8Array;
  /** Of a multipart: its parts. */
  readonly parts: readonly MimePart[];
}

/** How far a message is taken apart. */
export interface PartBounds {
  readonly parts: number;
  readonly depth: number;
  /** Of all parts together: fields take a hundred times the room of their octets. */
  readonly headerOctets: number;
}

const boundsOfReports: PartBounds = { parts: 100, depth: 5, headerOctets: 512 * 1024 };
/** What a report has to say is at its beginning; the message that it is about may be long. */
const mostOctetsOfReports = 2 * 1024 * 1024;

interface Left {
  readonly bounds: PartBounds;
  parts: number;
  headerOctets: number;
  isWhole: boolean;
}

/** Takes a report that a stranger sent apart, as far as its bounds allow. Undefined for what has no readable header. */
export function readParts(content: Uint8Array): MimePart | undefined {
  return readPart(withCrlf(content.subarray(0, mostOctetsOfReports)), 0, within(boundsOfReports));
}

/** Takes all of a message apart. Undefined where that would pass the bounds, and for what has no readable header. */
export function readAllParts(content: Uint8Array, bounds: PartBounds): MimePart | undefined {
  const left = within(bounds);
  const message = readPart(withCrlf(content), 0, left);
  return left.isWhole ? message : undefined;
}

function within(bounds: PartBounds): Left {
  return { bounds, parts: bounds.parts, headerOctets: bounds.headerOctets, isWhole: true };
}

function readPart(content: Uint8Array, depth: number, left: Left): MimePart | undefined {
  left.headerOctets -= headerEnd(content).length;
  left.parts -= 1;
  if (left.headerOctets < 0 || left.parts < 0) {
    left.isWhole = false;
    return undefined;
  }
  const reading = readMessage(content);
  const read = reading.ok ? reading : readDamaged(content);
  if (read === undefined) return depth === 0 ? undefined : withoutHeader(content);
  const { fields } = read;
  const { type, parameters } = readContentType(valueIn(fields, "content-type") ?? "text/plain");
  const boundary = parameters.get("boundary") ?? "";
  const isMultipart = type.startsWith("multipart/");
  const parts = isMultipart && boundary !== "" ? readPartsWithin(read.body, boundary, { depth, left }) : [];
  // RFC 2045 §6.4 allows none of a multipart. Undone at each depth, one would keep everybody waiting.
  const body = isMultipart
    ? read.body
    : withoutTransferEncoding(read.body, valueIn(fields, "content-transfer-encoding"));
  return { type, parameters, fields, body, parts };
}

/** What a program wrote without the empty line before it is there to be read. */
function withoutHeader(body: Uint8Array): MimePart {
  return { type: "text/plain", parameters: new Map(), fields: [], body, parts: [] };
}

function readPartsWithin(
  body: Uint8Array,
  boundary: string,
  { depth, left }: { readonly depth: number; readonly left: Left },
): MimePart[] {
  const ranges = depth < left.bounds.depth ? partRanges(body, boundary, left.bounds.parts + 1) : undefined;
  if (ranges === undefined) left.isWhole = false;
  return (ranges ?? []).flatMap(
    ({ start, end }) => readPart(body.subarray(start, end), depth + 1, left) ?? [],
  );
}

/** The unfolded value of the first field of that name (in lower case). */
export function valueIn(fields: readonly HeaderField[], name: string): string | undefined {
  return valuesIn(fields, name)[0];
}

/** Those of all fields of that name. */
export function valuesIn(fields: readonly HeaderField[], name: string): string[] {
  return fields
    .filter((field) => field.name.toLowerCase() === name)
    .map(({ value }) => value.replaceAll("\r\n", "").trim());
}

export interface PartRange {
  readonly start: number;
  readonly end: number;
}

/** A writer of messages takes care that there is none. Each is looked at once for every multipart around it. */
const mostLookalikes = 2_000;
/** The search of Node (V8's) jumps ahead by the last 250 octets of what it looks for; of more, it would compare all at every octet. */
const mostSoughtOctets = 200;

/**
 * RFC 2046 §5.1.1: where the parts lie between the delimiter lines, `most` of them. A line that only begins like one delimits nothing;
 * undefined where there are more than 2,000 such.
 */
export function partRanges(body: Uint8Array, boundary: string, most: number): PartRange[] | undefined {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const found: PartRange[] = [];
  let part: number | undefined;
  let lookalikes = 0;
  const beginning = Buffer.from(`--${boundary}`, "latin1");
  for (const start of linesThatBegin(bytes, beginning.subarray(0, mostSoughtOctets))) {
    const after = start + beginning.length;
    const delimiter = bytes.subarray(start, after).equals(beginning) ? delimiterAt(bytes, after) : undefined;
    if (delimiter === undefined) {
      lookalikes += 1;
      if (lookalikes > mostLookalikes) return undefined;
      continue;
    }
    if (part !== undefined) found.push({ start: part, end: Math.max(part, start - 2) });
    if (delimiter.isLast || found.length >= most) return found;
    part = delimiter.end;
  }
  if (part !== undefined) found.push({ start: part, end: bytes.length });
  return found;
}

/** Of what comes behind the boundary: the offset of the next line, or that no part follows. Undefined: it is no delimiter. */
function delimiterAt(
  bytes: Buffer,
  after: number,
): { readonly end: number; readonly isLast: boolean } | undefined {
  const isLast = bytes[after] === hyphen && bytes[after + 1] === hyphen;
  let end = isLast ? after + 2 : after;
  while (bytes[end] === space || bytes[end] === tab) end += 1;
  const endsLine = bytes[end] === carriageReturn && bytes[end + 1] === lineFeed;
  return endsLine || (isLast && end === bytes.length) ? { end: end + 2, isLast } : undefined;
}

const [hyphen, space, tab, carriageReturn, lineFeed] = Buffer.from("- \t\r\n");

/** Looked for with the line end before it: within a line of hyphens, a boundary of hyphens begins at every octet. */
function* linesThatBegin(bytes: Buffer, beginning: Buffer) {
  if (bytes.subarray(0, beginning.length).equals(beginning)) yield 0;
  const atLineStart = Buffer.concat([Buffer.from("\n"), beginning]);
  for (let at = bytes.indexOf(atLineStart); at !== -1; at = bytes.indexOf(atLineStart, at + 1)) yield at + 1;
}
