import { readContentType } from "./content-type.ts";
import { type HeaderField, readMessage } from "./header-fields.ts";
import { partRanges, valueIn } from "./parts.ts";

/** A message or one of its parts. */
export interface Entity {
  readonly fields: readonly HeaderField[];
  readonly body: Uint8Array;
}

/** A part that has no parts itself, as it is to be; undefined: as it was. */
type Change = (part: Entity) => Entity | undefined;

/** SES's limit for a message. */
const mostParts = 500;
const deepest = 10;

/**
 * Changes the parts of a message with CRLF lines, wherever they are in it. Everything else stays as it was, octet for octet: what is signed
 * or encrypted, and parts that the change left alone.
 */
export function changeParts(entity: Entity, change: Change): Entity {
  return changed(entity, change, { depth: 0, left: { parts: mostParts } }) ?? entity;
}

interface Place {
  readonly depth: number;
  readonly left: { parts: number };
}

function changed(entity: Entity, change: Change, place: Place): Entity | undefined {
  if (place.left.parts-- <= 0) return undefined;
  const { type, parameters } = readContentType(valueIn(entity.fields, "content-type") ?? "text/plain");
  if (/^multipart\/(?:signed|encrypted)$/.test(type)) return undefined;
  if (!type.startsWith("multipart/")) return change(entity);
  const boundary = parameters.get("boundary");
  return boundary === undefined || boundary === "" || place.depth >= deepest
    ? undefined
    : changedParts(entity, boundary, { change, place });
}

function changedParts(
  { fields, body }: Entity,
  boundary: string,
  { change, place: { depth, left } }: { readonly change: Change; readonly place: Place },
): Entity | undefined {
  const pieces: Uint8Array[] = [];
  let copied = 0;
  for (const { start, end } of partRanges(body, boundary, mostParts) ?? []) {
    const reading = readMessage(body.subarray(start, end));
    const part = reading.ok ? changed(reading, change, { depth: depth + 1, left }) : undefined;
    if (part === undefined) continue;
    pieces.push(body.subarray(copied, start), writeEntity(part));
    copied = end;
  }
  return copied === 0 ? undefined : { fields, body: Buffer.concat([...pieces, body.subarray(copied)]) };
}

export function writeEntity({ fields, body }: Entity): Buffer {
  const header = fields.map(({ name, value }) => `${name}:${value}\r\n`).join("");
  return Buffer.concat([Buffer.from(`${header}\r\n`, "latin1"), body]);
}

/** The same part in another transfer encoding, the body of which is given in it already. */
export function inEncoding(
  { fields }: Entity,
  encoding: "base64" | "quoted-printable",
  body: string,
): Entity {
  return {
    fields: [
      ...fields.filter(({ name }) => name.toLowerCase() !== "content-transfer-encoding"),
      { name: "Content-Transfer-Encoding", value: ` ${encoding}` },
    ],
    body: Buffer.from(body, "latin1"),
  };
}
