import { changeParts, type Entity, inEncoding, writeEntity } from "./change-parts.ts";
import { readContentType } from "./content-type.ts";
import { readMessage } from "./header-fields.ts";
import { valueIn } from "./parts.ts";
import { isShorterQuoted, quotedPrintable } from "./quoted-printable.ts";
import { base64Lines, is7bit } from "./text-part.ts";
import { withoutTransferEncoding } from "./transfer-encoding.ts";

/** A message in a message in a message; what lies deeper stays as it was. */
const deepestMessage = 5;

/**
 * Encodes every part that somebody on the way might change otherwise: what is not 7bit data (RFC 2045 §2.7), and what has lines that begin
 * with `From ` or end in white space (RFC 8551 §3.1.4 shows both encoded). For messages with CRLF lines.
 */
export function forSigning(message: Entity, depth = 0): Entity {
  return changeParts(message, (part) => {
    if (is7bit(part.body) && !invitesChange(part.body)) return undefined;
    const { type } = readContentType(valueIn(part.fields, "content-type") ?? "text/plain");
    // RFC 2046 §5.2.1 lets a message be encoded in its own parts only.
    if (type === "message/rfc822") return depth < deepestMessage ? enclosed(part, depth + 1) : undefined;
    const encoding = valueIn(part.fields, "content-transfer-encoding");
    const bytes = Buffer.from(withoutTransferEncoding(part.body, encoding));
    return type.startsWith("text/") && isShorterQuoted(bytes)
      ? inEncoding(part, "quoted-printable", quotedPrintable(bytes))
      : inEncoding(part, "base64", base64Lines(bytes));
  });
}

/** Whether there is a line that begins with `From `, or one that ends in white space. */
function invitesChange(body: Uint8Array): boolean {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return (
    bytes.toString("latin1", 0, 5) === "From " ||
    /[ \t]$/.test(bytes.toString("latin1", Math.max(0, bytes.length - 1))) ||
    ["\r\nFrom ", " \r\n", "\t\r\n"].some((octets) => bytes.includes(octets))
  );
}

function enclosed({ fields, body }: Entity, depth: number): Entity | undefined {
  const reading = readMessage(body);
  return reading.ok
    ? {
        fields: fields.filter(({ name }) => name.toLowerCase() !== "content-transfer-encoding"),
        body: writeEntity(forSigning(reading, depth)),
      }
    : undefined;
}
