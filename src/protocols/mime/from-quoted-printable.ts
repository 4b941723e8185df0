const tab = 9;
const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
const equals = 61;
const noDigit = 255;

/** By octet: the hexadecimal digit that it is. */
const digits = Uint8Array.from({ length: 256 }, (_, octet) => {
  const character = String.fromCharCode(octet);
  return /[0-9A-Fa-f]/.test(character) ? Number.parseInt(character, 16) : noDigit;
});

/**
 * RFC 2045 §6.7, by octet and in place of one copy: what a stranger sent may have as many lines and escapes as octets, and a text of each
 * takes many times their room. What is no escape stays as it is.
 */
export function fromQuotedPrintable(encoded: Uint8Array): Buffer {
  const octets = Buffer.from(encoded);
  return unescaped(octets.subarray(0, joinLines(octets)));
}

/** White space at the ends of lines and soft line breaks, one at the end of all too, are taken out. Answers how many octets are left. */
function joinLines(octets: Buffer): number {
  let length = 0;
  let lineStart = 0;
  for (let at = 0; at < octets.length; at++) {
    const octet = octets[at] ?? 0;
    if (octet !== carriageReturn || octets[at + 1] !== lineFeed) {
      octets[length++] = octet;
      continue;
    }
    at++;
    length = textEnd(octets, lineStart, length);
    if (length > lineStart && octets[length - 1] === equals) {
      length--;
    } else {
      octets[length++] = carriageReturn;
      octets[length++] = lineFeed;
    }
    lineStart = length;
  }
  length = textEnd(octets, lineStart, length);
  return length > lineStart && octets[length - 1] === equals ? length - 1 : length;
}

function textEnd(octets: Buffer, lineStart: number, lineEnd: number): number {
  let end = lineEnd;
  while (end > lineStart && (octets[end - 1] === space || octets[end - 1] === tab)) end--;
  return end;
}

function unescaped(octets: Buffer): Buffer {
  let length = 0;
  for (let at = 0; at < octets.length; at++) {
    const octet = octets[at] ?? 0;
    const high = octet === equals ? (digits[octets[at + 1] ?? 0] ?? noDigit) : noDigit;
    const low = high === noDigit ? noDigit : (digits[octets[at + 2] ?? 0] ?? noDigit);
    if (low === noDigit) {
      octets[length++] = octet;
    } else {
      octets[length++] = (high << 4) | low;
      at += 2;
    }
  }
  return octets.subarray(0, length);
}
