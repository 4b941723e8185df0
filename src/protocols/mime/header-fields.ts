export interface HeaderField {
  /** In the letter case of the message, without white space before the colon. */
  readonly name: string;
  /** Everything after the colon up to the final CRLF, folds included; one character per octet (latin1). */
  readonly value: string;
}

export type MessageReading =
  | { readonly ok: true; readonly fields: readonly HeaderField[]; readonly body: Uint8Array }
  | { readonly ok: false; readonly fault: string };

/** Six thousand recipients take a quarter of it. Of fields of four octets, each takes twenty times its room. */
export const longestHeader = 1024 * 1024;

/** How many octets the header has, its last line end included, and where the body begins. One that is too long is taken not to end. */
export function headerEnd(message: Uint8Array): { readonly length: number; readonly bodyStart: number } {
  if (message[0] === 13 && message[1] === 10) return { length: 0, bodyStart: 2 };
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  const blank = bytes.subarray(0, longestHeader + 2).indexOf("\r\n\r\n");
  return blank === -1
    ? { length: bytes.length, bodyStart: bytes.length }
    : { length: blank + 2, bodyStart: blank + 4 };
}

/** Splits a message with CRLF lines into its header fields and its body (RFC 5322 §2.1), in time linear in its header. */
export function readMessage(message: Uint8Array): MessageReading {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  const { length, bodyStart } = headerEnd(bytes);
  if (length > longestHeader) {
    return { ok: false, fault: `The header is longer than ${longestHeader} octets.` };
  }
  const header = bytes.toString("latin1", 0, length);
  const body = bytes.subarray(bodyStart);
  const fields: HeaderField[] = [];
  for (let start = 0; start < header.length; ) {
    const end = endOfField(header, start);
    const field = readField(header.slice(start, end));
    if (field === undefined)
      return { ok: false, fault: `Header line ${fields.length + 1} is no header field.` };
    fields.push(field);
    start = end + 2;
  }
  return { ok: true, fields, body };
}

/** A field goes on over every line that starts with white space (RFC 5322 §2.2.3). */
function endOfField(header: string, start: number): number {
  let end = header.indexOf("\r\n", start);
  while (end !== -1 && (header[end + 2] === " " || header[end + 2] === "\t")) {
    end = header.indexOf("\r\n", end + 2);
  }
  return end === -1 ? header.length : end;
}

const fieldName = /^[!-9;-~]+$/;

/** Of one field without its final CRLF. Undefined: it is none. */
export function readField(text: string): HeaderField | undefined {
  const colon = text.indexOf(":");
  let nameEnd = colon;
  while (nameEnd > 0 && (text[nameEnd - 1] === " " || text[nameEnd - 1] === "\t")) nameEnd -= 1;
  const name = text.slice(0, Math.max(nameEnd, 0));
  return fieldName.test(name) ? { name, value: text.slice(colon + 1) } : undefined;
}
