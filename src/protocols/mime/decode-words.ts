/** `=?charset?B|Q?text?=`, and the white space between two of them, which belongs to neither (RFC 2047 §6.2). */
const word =
  /=\?([A-Za-z0-9_-]{1,40})(?:\*[A-Za-z0-9-]*)?\?([bBqQ])\?([!->@-~]*)\?=(?:[ \t\r\n]+(?==\?[A-Za-z0-9_-]{1,40}\?[bBqQ]\?))?/g;

/** Decodes encoded words (RFC 2047); one in a charset that nobody knows stays as it is. */
export function decodeWords(text: string): string {
  if (!text.includes("=?")) return text;
  return text.replaceAll(word, (whole, charset: string, encoding: string, encoded: string) => {
    const bytes = encoding.toLowerCase() === "b" ? Buffer.from(encoded, "base64") : fromQ(encoded);
    try {
      return new TextDecoder(charset).decode(bytes);
    } catch {
      return whole;
    }
  });
}

/** RFC 2047 §4.2. */
function fromQ(text: string): Uint8Array {
  const latin1 = text
    .replaceAll("_", " ")
    .replaceAll(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(latin1, "latin1");
}
