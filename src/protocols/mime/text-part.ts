import { withCrlf } from "./line-ends.ts";
import { isShorterQuoted, quotedPrintable } from "./quoted-printable.ts";

/**
 * The longest line that arrives as it was, without its CRLF. RFC 2045 §2.7 allows 998 octets, but sendmail's mailers (`L=990`) and Haraka
 * (992 with CRLF) break longer ones than these, and no signature survives that. Seen with sendmail 8.17 and Haraka 3.3.
 */
export const longestLine = 990;
const base64LineLength = 76;
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
const carriageReturn = 13;
const lineFeed = 10;

/** A text part: its Content fields, a blank line and its body, which ends with CRLF. */
export function textPart(subtype: "plain" | "html", text: string): string {
  // In bytes: a text that is nothing but line ends takes a string two seconds for each ten million.
  const lines = utf8.decode(withCrlf(Buffer.from(text)));
  const { encoding, body } = encodedText(lines.endsWith("\r\n") ? lines : `${lines}\r\n`);
  return `Content-Type: text/${subtype}; charset=utf-8\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}`;
}

/** 7bit where it can be, else whichever of the two is shorter: filters hold base64 against a text that does not need it. */
function encodedText(text: string): {
  readonly encoding: "7bit" | "quoted-printable" | "base64";
  readonly body: string;
} {
  if (isAscii(text) && !text.includes("\0") && !hasLongLine(text)) return { encoding: "7bit", body: text };
  const bytes = Buffer.from(text);
  return isShorterQuoted(bytes)
    ? { encoding: "quoted-printable", body: quotedPrintable(bytes) }
    : { encoding: "base64", body: base64Lines(bytes) };
}

function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length;
}

/** Whether a line, of those that CRLF ends, would not arrive as it is. A line's length at a time: of empty ones there may be millions. */
export function hasLongLine(text: string): boolean {
  for (let start = 0; text.length - start > longestLine; ) {
    const lastEnd = text.lastIndexOf("\r\n", start + longestLine);
    if (lastEnd < start) return true;
    start = lastEnd + 2;
  }
  return false;
}

/** Whether octets are 7bit data (RFC 2045 §2.7) as they are: no NUL, CR and LF in pairs only, no line too long. */
export function is7bit(bytes: Uint8Array): boolean {
  let lineStart = 0;
  for (let at = 0; at < bytes.length; at++) {
    const octet = bytes[at] ?? 0;
    if (octet === carriageReturn && bytes[at + 1] === lineFeed) {
      if (at - lineStart > longestLine) return false;
      at++;
      lineStart = at + 1;
    } else if (octet === 0 || octet > 127 || octet === carriageReturn || octet === lineFeed) {
      return false;
    }
  }
  return bytes.length - lineStart <= longestLine;
}

/** In lines of 76 characters (RFC 2045 §6.8). */
export function base64Lines(bytes: Buffer): string {
  const base64 = bytes.toString("base64");
  let lines = "";
  for (let start = 0; start < base64.length; start += base64LineLength) {
    lines += `${base64.slice(start, start + base64LineLength)}\r\n`;
  }
  return lines;
}
