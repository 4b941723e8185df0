import { type HeaderField, readMessage } from "./header-fields.ts";
import { withCrlf } from "./line-ends.ts";
import type { MimePart } from "./parts.ts";

const longestHeader = 256 * 1024;

/** The header of the message that a report is about, or what is left of it. */
export function enclosedHeader(report: MimePart): readonly HeaderField[] {
  const part = enclosing(report);
  if (part === undefined) return [];
  const reading = readMessage(beginning(withCrlf(part.body.subarray(0, longestHeader))));
  return reading.ok ? reading.fields : [];
}

/** Whole lines. */
function beginning(content: Uint8Array): Uint8Array {
  const end = Buffer.from(content.buffer, content.byteOffset, content.byteLength).lastIndexOf("\r\n");
  return content.length < longestHeader || end === -1 ? content : content.subarray(0, end + 2);
}

function enclosing(part: MimePart): MimePart | undefined {
  if (part.type === "message/rfc822" || part.type === "text/rfc822-headers") return part;
  for (const inner of part.parts) {
    const found = enclosing(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}
