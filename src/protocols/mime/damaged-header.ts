import { type HeaderField, headerEnd, longestHeader, readField, readMessage } from "./header-fields.ts";

export interface DamagedMessage {
  readonly fields: readonly HeaderField[];
  readonly body: Uint8Array;
}

/**
 * A message, of CRLF lines, whose header is none as it stands, read as most programs do: an mbox's "From " before it is no part of it, nor
 * is what folds on from nothing; the first line that is no field ends it, and begins the body. Only to look at: who asks whether a
 * message may be sent refuses it. Undefined: there is no field at all, or too much of them.
 */
export function readDamaged(message: Uint8Array): DamagedMessage | undefined {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  const text = bytes.toString("latin1", 0, longestHeader);
  const start = skipWhat(beforeFields, text, 0);
  const end = skipWhat(inFields, text, start);
  const reading = readMessage(bytes.subarray(start, end));
  if (!reading.ok || reading.fields.length === 0) return undefined;
  return { fields: reading.fields, body: bytes.subarray(text.startsWith("\r\n", end) ? end + 2 : end) };
}

/**
 * Whatever some program might take for a field of a header, between lines that are none, and for its body, which to many begins with the
 * first of these. Only to ask what is to be refused. Undefined as of `readDamaged`, of a header that is too long.
 */
export function readAllOfDamaged(message: Uint8Array): DamagedMessage | undefined {
  const damaged = readDamaged(message);
  const { length, bodyStart } = headerEnd(message);
  if (length > longestHeader) return damaged;
  const text = Buffer.from(message.buffer, message.byteOffset, length).toString("latin1");
  const fields = text.split(/\r\n(?![ \t])/).flatMap((line) => readField(line) ?? []);
  return { fields, body: damaged?.body ?? message.subarray(bodyStart) };
}

const beforeFields = />?From |[ \t]/y;
const inFields = /[!-9;-~]+[ \t]*:|[ \t]/y;

/** Where the first line begins that does not begin so. */
function skipWhat(beginning: RegExp, text: string, start: number): number {
  let at = start;
  for (;;) {
    beginning.lastIndex = at;
    if (!beginning.test(text)) return at;
    const end = text.indexOf("\r\n", at);
    if (end === -1) return text.length;
    at = end + 2;
  }
}
