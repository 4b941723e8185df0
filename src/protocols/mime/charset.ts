/** Names in use that the Encoding Standard does not list. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ["cp932", "shift_jis"],
  ["cp936", "gbk"],
  ["cp949", "euc-kr"],
  ["cp950", "big5"],
  ["latin-1", "iso-8859-1"],
  ["latin-9", "iso-8859-15"],
]);

/** Undefined: nobody knows the charset. Some programs put it between apostrophes, or a comment behind it. */
export function decoderOf(charset: string): TextDecoder | undefined {
  const name = /^\s*'?([^'\s(]*)/.exec(charset.toLowerCase())?.[1] ?? "";
  try {
    return new TextDecoder(otherNames.get(name) ?? name);
  } catch {
    return undefined;
  }
}

/** Of a charset that nobody knows, or none that is said: UTF-8 where it is that, else windows-1252, of which every octet is something. */
export function decodeText(octets: Uint8Array, charset: string | undefined): string {
  const decoder = charset === undefined ? undefined : decoderOf(charset);
  if (decoder !== undefined) return decoder.decode(octets);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(octets);
  } catch {
    return new TextDecoder("windows-1252").decode(octets);
  }
}
