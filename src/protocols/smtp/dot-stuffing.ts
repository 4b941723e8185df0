const lineThenDot = Buffer.from("\r\n.");
const dot = Buffer.from(".");

/**
 * A message as DATA carries it (RFC 5321 §4.5.2): a dot doubled where it starts a line, and the line with the final dot. The message
 * has CRLF line ends only.
 */
export function dotStuffed(message: Uint8Array): Buffer {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  const pieces: Buffer[] = [];
  if (bytes[0] === dot[0]) pieces.push(dot);
  let start = 0;
  for (let at = bytes.indexOf(lineThenDot); at !== -1; at = bytes.indexOf(lineThenDot, at + 3)) {
    pieces.push(bytes.subarray(start, at + 3), dot);
    start = at + 3;
  }
  pieces.push(bytes.subarray(start));
  const ended = bytes.length === 0 || (bytes.at(-2) === 13 && bytes.at(-1) === 10);
  pieces.push(Buffer.from(ended ? ".\r\n" : "\r\n.\r\n"));
  return Buffer.concat(pieces);
}
