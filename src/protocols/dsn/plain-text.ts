import type { MimePart } from "#protocols/mime/parts.ts";

const mostOctets = 64 * 1024;

/** The lines of the first text of a message, as many as a report for people could have. */
export function linesOfFirstText(message: MimePart): readonly string[] {
  const text = firstText(message);
  if (text === undefined) return [];
  return Buffer.from(text.body.subarray(0, mostOctets)).toString("latin1").split("\r\n");
}

function firstText(part: MimePart): MimePart | undefined {
  if (part.type === "text/plain") return part;
  for (const inner of part.parts) {
    const found = firstText(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}
