import { decoderOf } from "./charset.ts";

/** `=?charset?B|Q?text?=`, and the white space between two of them, which belongs to neither (RFC 2047 §6.2). */
const word =
  /=\?([A-Za-z0-9_-]{1,40})(?:\*[A-Za-z0-9-]*)?\?([bBqQ])\?([!->@-~]*)\?=(?:[ \t\r\n]+(?==\?[A-Za-z0-9_-]{1,40}\?[bBqQ]\?))?/g;

/** Several of them, with nothing else between. */
const words = new RegExp(`(?:${word.source})+`, "g");

/** Decodes encoded words (RFC 2047); one in a charset that nobody knows stays as it is. */
export function decodeWords(text: string): string {
  if (!text.includes("=?")) return text;
  return text.replaceAll(words, (found) => runsIn(found).map(decoded).join(""));
}

/** Words in one charset that follow one another. */
interface Run {
  readonly charset: string;
  readonly octets: Uint8Array[];
  written: string;
}

/** Characters are not to be parted (RFC 2047 §5), but many programs do: what is in one charset is put together first. */
function runsIn(found: string): readonly Run[] {
  const runs: Run[] = [];
  for (const [written, name = "", encoding = "", encoded = ""] of found.matchAll(word)) {
    const charset = name.toLowerCase();
    if (runs.at(-1)?.charset !== charset) runs.push({ charset, octets: [], written: "" });
    const run = runs.at(-1);
    run?.octets.push(encoding.toLowerCase() === "b" ? Buffer.from(encoded, "base64") : fromQ(encoded));
    if (run !== undefined) run.written += written;
  }
  return runs;
}

function decoded({ charset, octets, written }: Run): string {
  return decoderOf(charset)?.decode(Buffer.concat(octets)) ?? written;
}

/** RFC 2047 §4.2. */
function fromQ(text: string): Uint8Array {
  const latin1 = text
    .replaceAll("_", " ")
    .replaceAll(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(latin1, "latin1");
}
