/** Theirs have a few hundred bytes; what has no end is not to take all of the memory. */
const longestAnswer = 1024 * 1024;

/** What the SDK's clients read answers with, but not the content of objects. */
export async function wholeAnswer(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of stream) {
    bytes += part.length;
    if (bytes > longestAnswer) throw new Error(`The answer is longer than ${longestAnswer} bytes.`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
