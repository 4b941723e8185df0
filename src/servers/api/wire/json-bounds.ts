// A body of 56 MB may hold as many brackets. `JSON.parse` survives them, but takes 20 seconds and 5 GB.
// A text this short is cheap whatever it holds, and looking would cost a fifth of the whole reading.
const unbounded = 8192;
const deepest = 64;
const mostValues = 100_000;

const code = {
  quote: 0x22,
  comma: 0x2c,
  backslash: 0x5c,
  openList: 0x5b,
  closeList: 0x5d,
  open: 0x7b,
  close: 0x7d,
};

/** What makes a JSON text dearer than any input of ours can be, if anything does. Says nothing about its syntax. */
export function excessOf(text: string): "is nested too deeply" | "holds too many values" | undefined {
  if (text.length <= unbounded) return undefined;
  let depth = 0;
  let values = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === code.quote) {
      at = endOfString(text, at + 1);
    } else if (character === code.openList || character === code.open) {
      depth += 1;
      values += 1;
      if (depth > deepest) return "is nested too deeply";
    } else if (character === code.closeList || character === code.close) {
      depth -= 1;
    } else if (character === code.comma) {
      values += 1;
    }
    if (values > mostValues) return "holds too many values";
  }
  return undefined;
}

/** Where the string that began before `from` is closed: at the next quote after an even number of backslashes. */
function endOfString(text: string, from: number): number {
  let quote = text.indexOf('"', from);
  while (quote >= 0) {
    let escapes = quote;
    while (escapes > from && text.charCodeAt(escapes - 1) === code.backslash) escapes -= 1;
    if ((quote - escapes) % 2 === 0) return quote;
    quote = text.indexOf('"', quote + 1);
  }
  return text.length;
}
