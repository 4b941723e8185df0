/** RFC 2045 §6.7 (5): the longest line, the "=" of a soft line break included. */
const longestLine = 76;

const tab = 9;
const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
const equals = 61;
const hex = Buffer.from("0123456789ABCDEF");

/** Octets in quoted-printable, without a line end after the last. They come back exactly as they were, whatever they are. */
export function quotedPrintable(bytes: Uint8Array): string {
  const out = Buffer.allocUnsafe(mostOctets(bytes));
  let length = 0;
  let inLine = 0;
  const breakLine = (soft: boolean) => {
    if (soft) out[length++] = equals;
    out[length++] = carriageReturn;
    out[length++] = lineFeed;
    inLine = 0;
  };
  for (let at = 0; at < bytes.length; at++) {
    const octet = bytes[at] ?? 0;
    const next = bytes[at + 1];
    const endsLine = next === undefined || (next === carriageReturn && bytes[at + 2] === lineFeed);
    if (octet === carriageReturn && next === lineFeed) {
      breakLine(false);
      at++;
      continue;
    }
    const isPlain = isLiteral(octet) && !(endsLine && (octet === space || octet === tab));
    // Room for the "=" of a soft break is kept in each line.
    if (inLine + (isPlain ? 1 : 3) >= longestLine) breakLine(true);
    if (isPlain) {
      out[length++] = octet;
      inLine += 1;
    } else {
      out[length++] = equals;
      out[length++] = hex[octet >> 4] ?? 0;
      out[length++] = hex[octet & 15] ?? 0;
      inLine += 3;
    }
    // So that texts whose lines end otherwise can still be read as they are.
    if (octet === lineFeed && next !== undefined) breakLine(true);
  }
  return out.toString("latin1", 0, length);
}

/** Three for each octet, a soft line break of three after every 73 of those and after each line feed. */
function mostOctets(bytes: Uint8Array): number {
  const lineFeeds = bytes.reduce((count, octet) => (octet === lineFeed ? count + 1 : count), 0);
  return 3 * bytes.length + Math.ceil(bytes.length / 24) * 3 + 3 * lineFeeds;
}

function isLiteral(octet: number): boolean {
  return octet === tab || (octet >= space && octet < 127 && octet !== equals);
}
