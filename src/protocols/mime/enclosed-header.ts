import { type HeaderField, readMessage } from "./header-fields.ts";
import { withCrlf } from "./line-ends.ts";
import type { MimePart } from "./parts.ts";

/** The header of the message that a report is about, or what is left of it. */
export function enclosedHeader(report: MimePart): readonly HeaderField[] {
  const part = enclosing(report);
  if (part === undefined) return [];
  const reading = readMessage(withCrlf(part.body));
  return reading.ok ? reading.fields : [];
}

function enclosing(part: MimePart): MimePart | undefined {
  if (part.type === "message/rfc822" || part.type === "text/rfc822-headers") return part;
  for (const inner of part.parts) {
    const found = enclosing(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}
