/** RFC 2045 §6.7 (5): the longest line, the "=" of a soft line break included. */
const longestLine = 76;

const tab = 9;
const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
const equals = 61;
const hex = Buffer.from("0123456789ABCDEF");
/** What lines must not begin with: whoever puts messages into one file puts a `>` before it. */
const mailboxMark = Buffer.from("From ");

/** By octet: whether it stands for itself, wherever it is but at the end of a line. */
const literal = Uint8Array.from({ length: 256 }, (_, octet) =>
  octet === tab || (octet >= space && octet < 127 && octet !== equals) ? 1 : 0,
);

/** Octets in quoted-printable, without a line end after the last. They come back exactly as they were, whatever they are. */
export function quotedPrintable(bytes: Uint8Array): string {
  const out = Buffer.allocUnsafe(mostOctets(bytes));
  let length = 0;
  let inLine = 0;
  for (let at = 0; at < bytes.length; at++) {
    const octet = bytes[at] ?? 0;
    if (octet === carriageReturn && bytes[at + 1] === lineFeed) {
      out[length++] = carriageReturn;
      out[length++] = lineFeed;
      inLine = 0;
      at++;
      continue;
    }
    const isPlain = literal[octet] === 1 && !((octet === space || octet === tab) && endsLine(bytes, at));
    // Room for the "=" of a soft break is kept in each line. A line feed alone gets one, so that texts whose lines end otherwise can
    // still be read as they are.
    const isFull = inLine + (isPlain ? 1 : 3) >= longestLine;
    if (isFull || (inLine > 0 && bytes[at - 1] === lineFeed)) {
      out[length++] = equals;
      out[length++] = carriageReturn;
      out[length++] = lineFeed;
      inLine = 0;
    }
    if (isPlain && !(inLine === 0 && isMailboxMark(bytes, at))) {
      out[length++] = octet;
      inLine += 1;
    } else {
      out[length++] = equals;
      out[length++] = hex[octet >> 4] ?? 0;
      out[length++] = hex[octet & 15] ?? 0;
      inLine += 3;
    }
  }
  return out.toString("latin1", 0, length);
}

function isMailboxMark(bytes: Uint8Array, at: number): boolean {
  return mailboxMark.every((octet, ahead) => bytes[at + ahead] === octet);
}

function endsLine(bytes: Uint8Array, at: number): boolean {
  return at + 1 === bytes.length || (bytes[at + 1] === carriageReturn && bytes[at + 2] === lineFeed);
}

/**
 * Whether octets are shorter in quoted-printable than in base64, three for one that is not literal against four for three of whatever kind:
 * what is in Latin letters, of most languages, which can then still be read in the source.
 */
export function isShorterQuoted(bytes: Uint8Array): boolean {
  return quotedOctets(bytes) * 6 <= bytes.length;
}

/** How many octets take three in quoted-printable; line ends are not among them. */
function quotedOctets(bytes: Uint8Array): number {
  let count = 0;
  // A loop over the iterator takes five times as long.
  for (let at = 0; at < bytes.length; at++) {
    const octet = bytes[at] ?? 0;
    if (literal[octet] === 0 && octet !== carriageReturn && octet !== lineFeed) count++;
  }
  return count;
}

/** Three for each octet, a soft line break of three after every 73 of those and after each line feed. */
function mostOctets(bytes: Uint8Array): number {
  let lineFeeds = 0;
  for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, at + 1)) lineFeeds++;
  return 3 * bytes.length + Math.ceil(bytes.length / 24) * 3 + 3 * lineFeeds;
}
