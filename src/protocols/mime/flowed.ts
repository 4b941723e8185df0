/** A line (RFC 3676 §4.5): how deep it is quoted, and what it says. */
interface Line {
  readonly quotes: string;
  readonly words: string;
}

/**
 * A text of `format=flowed` (RFC 3676), of LF lines, as its paragraphs: lines that end with a space go on in the next of the same depth
 * of quotes. `deletesSpace` is `delsp=yes`: that space is no part of the text.
 */
export function unflowed(text: string, deletesSpace: boolean): string {
  const paragraphs: string[] = [];
  let open: Line | undefined;
  let words: string[] = [];
  const close = () => {
    if (open !== undefined) paragraphs.push(open.quotes + words.join(""));
    open = undefined;
    words = [];
  };
  for (const written of text.split("\n")) {
    const line = lineOf(written);
    // §4.3: what stands before a signature neither flows on nor into it.
    const isSignature = line.words === signature;
    if (open !== undefined && (isSignature || depthOf(line) !== depthOf(open))) close();
    open ??= line;
    const flows = line.words.endsWith(" ") && !isSignature;
    words.push(flows && deletesSpace ? line.words.slice(0, -1) : line.words);
    if (!flows) close();
  }
  close();
  return paragraphs.join("\n");
}

const signature = "-- ";

function lineOf(written: string): Line {
  let depth = 0;
  while (written[depth] === ">") depth += 1;
  // §4.4: a space before what would be taken for something else is no part of the text. Behind quotes it makes them legible, and stays.
  const isStuffed = written[depth] === " ";
  const quotes = written.slice(0, depth);
  return {
    quotes: depth > 0 && isStuffed ? `${quotes} ` : quotes,
    words: written.slice(isStuffed ? depth + 1 : depth),
  };
}

function depthOf({ quotes }: Line): number {
  return quotes.trimEnd().length;
}
