import type { SMTPStream } from "smtp-server/lib/smtp-stream.js";

const [carriageReturn, lineFeed, dot] = Buffer.from("\r\n.");

/**
 * Makes a parser of smtp-server take the dots that were put before lines with one (RFC 5321 §4.5.2) out of each piece at once. By itself (3.21)
 * it begins anew after each, in a turn of its own: 9 MB of such lines would be fourteen seconds of work.
 */
export function unstuffAtOnce(parser: SMTPStream): void {
  const feed = parser._feedDataStream.bind(parser);
  parser._feedDataStream = (piece, done) => feed(passedOn(parser, piece), done);
}

/** Passes on what comes before the last of those dots; what is left begins with the dot behind it, as the parser would go on. */
function passedOn(parser: SMTPStream, piece: Buffer): Buffer {
  const { _lastBytes: held, _dataStream: stream } = parser;
  const octets = held === false ? piece : Buffer.concat([held, piece]);
  parser._lastBytes = false;
  // The first line has no line end before it: that is for the parser to see.
  if (parser._atDataStart) return octets;
  const before = Buffer.allocUnsafe(octets.length);
  let length = 0;
  let rest = 0;
  for (let at = octets.indexOf("\n.", 1); at !== -1; at = octets.indexOf("\n.", at + 1)) {
    const stuffed = at + 1;
    if (octets[at - 1] === carriageReturn && isLineEnd(octets, stuffed + 1)) break;
    // The last two octets wait for those that follow.
    if (octets[stuffed + 1] !== dot || stuffed >= octets.length - 2) continue;
    length += octets.copy(before, length, rest, stuffed);
    rest = stuffed + 1;
  }
  parser._countDataBytes(length);
  if (length > 0 && stream?.writable) stream.write(before.subarray(0, length));
  return octets.subarray(rest);
}

function isLineEnd(octets: Buffer, at: number): boolean {
  return octets[at] === carriageReturn && octets[at + 1] === lineFeed;
}
