const lineFeed = 0x0a;
const carriageReturn = 0x0d;

export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/** What is read is no list: a line has no end, or there are too many bytes. */
export class UnreadableList extends Error {
  override readonly name = "UnreadableList";
}

/** The lines of a stream of UTF-8 that are not empty. Throws `UnreadableList`. */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  { mostBytes, longestLine }: { readonly mostBytes: number; readonly longestLine: number },
): AsyncGenerator<Line> {
  let number = 1;
  let bytes = 0;
  let begun = Buffer.alloc(0);
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new UnreadableList(`The object has more than ${mostBytes} bytes.`);
    let rest = Buffer.concat([begun, chunk]);
    for (let end = rest.indexOf(lineFeed); end !== -1; end = rest.indexOf(lineFeed)) {
      if (end > longestLine) throw tooLong(number, longestLine);
      yield* lineOf(rest.subarray(0, end), number++);
      rest = rest.subarray(end + 1);
    }
    if (rest.length > longestLine) throw tooLong(number, longestLine);
    begun = rest;
  }
  yield* lineOf(begun, number);
}

function* lineOf(bytes: Buffer, number: number): Generator<Line> {
  const end = bytes.at(-1) === carriageReturn ? bytes.length - 1 : bytes.length;
  const text = bytes.toString("utf8", 0, end);
  const bare = number === 1 && text.startsWith("\uFEFF") ? text.slice(1) : text;
  if (bare.trim() !== "") yield { number, text: bare };
}

function tooLong(number: number, longest: number): UnreadableList {
  return new UnreadableList(`Line ${number} has more than ${longest} bytes.`);
}
