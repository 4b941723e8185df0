/**
 * The parts in a row (texts as latin1), in memory of their own. `Buffer.from` and `Buffer.concat` cut what is small from a block of 64 KB: who
 * keeps 5 KB would keep all of it, and who hands it to another thread would copy all of it.
 */
export function ownBytes(parts: readonly (string | Uint8Array)[]): Uint8Array {
  const bytes = Buffer.allocUnsafeSlow(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    if (typeof part === "string") bytes.write(part, at, "latin1");
    else bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
