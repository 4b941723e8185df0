import { readContentType } from "./content-type.ts";
import { type HeaderField, readMessage } from "./header-fields.ts";
import { partRanges, valueIn } from "./parts.ts";
import { base64Lines, longestLine } from "./text-part.ts";
import { withoutTransferEncoding } from "./transfer-encoding.ts";

/** A message or one of its parts. */
export interface Entity {
  readonly fields: readonly HeaderField[];
  readonly body: Uint8Array;
}

/** Changes a text, of which one character is one octet: whatever its charset, what is ASCII in it can be read and written. */
export type Rewrite = (text: string, kind: "plain" | "html") => string;

/** SES's limit for a message. */
const mostParts = 500;
const deepest = 10;

/**
 * Rewrites the texts that a recipient reads, wherever they are in a message with CRLF lines. Everything else stays as it was, octet for
 * octet: attachments, messages in messages, what is signed or encrypted, and texts that the change left alone.
 */
export function rewriteTexts(entity: Entity, rewrite: Rewrite): Entity {
  return rewritten(entity, rewrite, { depth: 0, left: { parts: mostParts } }) ?? entity;
}

interface Place {
  readonly depth: number;
  readonly left: { parts: number };
}

/** Undefined: as it was. */
function rewritten(entity: Entity, rewrite: Rewrite, place: Place): Entity | undefined {
  if (place.left.parts-- <= 0) return undefined;
  const { type, parameters } = readContentType(valueIn(entity.fields, "content-type") ?? "text/plain");
  const boundary = parameters.get("boundary");
  if (/^multipart\/(?!signed$|encrypted$)/.test(type)) {
    return boundary === undefined || boundary === "" || place.depth >= deepest
      ? undefined
      : rewrittenParts(entity, boundary, { rewrite, place });
  }
  const kind = type === "text/html" ? "html" : type === "text/plain" ? "plain" : undefined;
  const isShown = !/^\s*attachment\b/i.test(valueIn(entity.fields, "content-disposition") ?? "");
  return kind !== undefined && isShown && extendsAscii(parameters.get("charset"))
    ? rewrittenText(entity, (text) => rewrite(text, kind))
    : undefined;
}

function rewrittenParts(
  { fields, body }: Entity,
  boundary: string,
  { rewrite, place: { depth, left } }: { readonly rewrite: Rewrite; readonly place: Place },
): Entity | undefined {
  const pieces: Uint8Array[] = [];
  let copied = 0;
  for (const { start, end } of partRanges(body, boundary, mostParts) ?? []) {
    const reading = readMessage(body.subarray(start, end));
    const changed = reading.ok ? rewritten(reading, rewrite, { depth: depth + 1, left }) : undefined;
    if (changed === undefined) continue;
    pieces.push(body.subarray(copied, start), writeEntity(changed));
    copied = end;
  }
  return copied === 0 ? undefined : { fields, body: Buffer.concat([...pieces, body.subarray(copied)]) };
}

function rewrittenText({ fields, body }: Entity, rewrite: (text: string) => string): Entity | undefined {
  const encoding = valueIn(fields, "content-transfer-encoding")?.toLowerCase();
  const text = Buffer.from(withoutTransferEncoding(body, encoding)).toString("latin1");
  const changed = rewrite(text);
  if (changed === text) return undefined;
  const isPlain = encoding === undefined || encoding === "7bit" || encoding === "8bit";
  if (isPlain && !hasLongLine(changed)) return { fields, body: Buffer.from(changed, "latin1") };
  return {
    fields: [
      ...fields.filter(({ name }) => name.toLowerCase() !== "content-transfer-encoding"),
      { name: "Content-Transfer-Encoding", value: " base64" },
    ],
    body: Buffer.from(base64Lines(Buffer.from(changed, "latin1")), "latin1"),
  };
}

/** Whether an octet below 128 is what it is in ASCII, wherever it stands. */
function extendsAscii(charset = "us-ascii"): boolean {
  return !/^(?:utf-?(?:7|16|32)|ucs|iso-?2022|hz|csiso2022)/i.test(charset);
}

function hasLongLine(text: string): boolean {
  return text.split("\r\n").some((line) => line.length > longestLine);
}

function writeEntity({ fields, body }: Entity): Uint8Array {
  const header = fields.map(({ name, value }) => `${name}:${value}\r\n`).join("");
  return Buffer.concat([Buffer.from(`${header}\r\n`, "latin1"), body]);
}
