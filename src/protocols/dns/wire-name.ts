/** Domain names in messages (RFC 1035 §3.1, §4.1.4). */

export interface WireName {
  /** As text, in the case it came in. An octet that is no plain character is escaped as `\DDD` (RFC 1035 §5.1). */
  readonly name: string;
  /** Where what follows the name begins. */
  readonly end: number;
}

const maxWireLength = 255;
const pointerMark = 0xc0;

/**
 * Reads the name at `offset`, following pointers, each of which must lead further back than the last: so it ends.
 * The first must lead below `pointersBelow`; 0 allows none. `undefined` when it is cut off, too long, or not a name.
 */
export function readWireName(packet: Buffer, offset: number, pointersBelow = offset): WireName | undefined {
  let at = offset;
  let end: number | undefined;
  let lowest = pointersBelow;
  let wireLength = 1;
  let name = "";
  for (;;) {
    const length = packet[at];
    if (length === undefined) return undefined;
    if (length === 0) return { name, end: end ?? at + 1 };
    if (length >= pointerMark) {
      const low = packet[at + 1];
      if (low === undefined) return undefined;
      end ??= at + 2;
      at = ((length & 0x3f) << 8) | low;
      if (at >= lowest) return undefined;
      lowest = at;
      continue;
    }
    wireLength += length + 1;
    // 01 and 10 in the two high bits are extended and unused label types (RFC 6891 §5).
    if (length > 63 || wireLength > maxWireLength || at + 1 + length > packet.length) return undefined;
    name += (name === "" ? "" : ".") + labelText(packet, at + 1, length);
    at += length + 1;
  }
}

/** Where what follows the name at `offset` begins, wherever its pointers lead. `undefined` when it is cut off or not a name. */
export function skipWireName(packet: Buffer, offset: number): number | undefined {
  let at = offset;
  for (;;) {
    const length = packet[at];
    if (length === undefined) return undefined;
    if (length === 0) return at + 1;
    if (length >= pointerMark) return at + 2;
    if (length > 63) return undefined;
    at += length + 1;
  }
}

const plainLabel = /^[!-\-/-[\]-~]*$/;

function labelText(packet: Buffer, start: number, length: number): string {
  const text = packet.toString("latin1", start, start + length);
  if (plainLabel.test(text)) return text;
  return text.replace(/[^!-\-/-[\]-~]/g, (octet) => `\\${String(octet.charCodeAt(0)).padStart(3, "0")}`);
}
