/** RFC 2047 §2: of a line with an encoded word in it. */
export const longestEncodedLine = 76;
/** With `Reply-To: ` before it: 12 characters of frame, 52 of base64, which hold 39 octets. */
const octetsPerWord = 39;

/** Text as one or more "B" encoded-words of UTF-8 (RFC 2047), separated by a space. No character is split over two words. */
export function encodedWords(text: string): string {
  const words: string[] = [];
  let chunk = "";
  let octets = 0;
  for (const character of text) {
    const length = Buffer.byteLength(character);
    if (octets + length > octetsPerWord) {
      words.push(encodedWord(chunk));
      chunk = "";
      octets = 0;
    }
    chunk += character;
    octets += length;
  }
  words.push(encodedWord(chunk));
  return words.join(" ");
}

const printable = /^[\t -~]*$/;

/** Whether text can stand in a header as it is: printable ASCII that no reader takes for an encoded-word. */
export function isPlain(text: string): boolean {
  return printable.test(text) && !text.includes("=?");
}

function encodedWord(chunk: string): string {
  return `=?UTF-8?B?${Buffer.from(chunk).toString("base64")}?=`;
}
