import { CallerError } from "#platform/errors.ts";
import { type HeaderField, readMessage } from "#protocols/mime/header-fields.ts";
import { withCrlf } from "#protocols/mime/line-ends.ts";

/** A message as its sender wrote it, with CRLF line ends. */
export interface RawMessage {
  readonly fields: readonly HeaderField[];
  readonly body: Uint8Array;
}

/** RFC 5321 §4.5.3.1.6, and SES's rule: 1,000 octets with the line end. */
const longestLine = 998;
const lineFeed = 10;

/** RFC 2045 §2.7, §2.8: neither 7bit nor 8bit. Servers that take it strip it, or keep the lines up to it: no signature holds there. */
const hasNul = "The message has a NUL octet, which no mail may have. Encode that part in base64.";

/** Throws `bad-request` for what is no message, or one that mail servers could not carry. */
export function readRawMessage(data: Uint8Array): RawMessage {
  const message = withCrlf(data);
  if (message.includes(0)) throw new CallerError("bad-request", hasNul);
  if (hasLongLine(message)) {
    throw new CallerError("bad-request", "A line of the message is longer than 1,000 characters.");
  }
  const reading = readMessage(message);
  if (!reading.ok) throw new CallerError("bad-request", `The message cannot be read: ${reading.fault}`);
  return reading;
}

/** The unfolded value of the first field of that name (in lower case). */
export function fieldOf({ fields }: RawMessage, name: string): string | undefined {
  const field = fields.find((one) => one.name.toLowerCase() === name);
  return field && valueOf(field);
}

export function fieldsOf({ fields }: RawMessage, name: string): string[] {
  return fields.filter((one) => one.name.toLowerCase() === name).map(valueOf);
}

/** Unfolded; UTF-8 where senders wrote it bare (RFC 6532 is not offered, but it comes). */
export function valueOf({ value }: HeaderField): string {
  const unfolded = value.replaceAll("\r\n", "").trim();
  return isLatin1Beyond(unfolded) ? Buffer.from(unfolded, "latin1").toString("utf8") : unfolded;
}

function isLatin1Beyond(text: string): boolean {
  return /[\u0080-\u00ff]/.test(text);
}

/** A thousand octets at a time, not line by line: of empty lines alone there are twenty million in the largest message. */
function hasLongLine(message: Uint8Array): boolean {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  for (let start = 0; bytes.length - start > longestLine; ) {
    const lastEnd = bytes.lastIndexOf(lineFeed, start + longestLine + 1);
    if (lastEnd < start) return true;
    start = lastEnd + 1;
  }
  return false;
}
