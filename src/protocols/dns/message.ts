import { type DecodedPacket, decode, encode, type Packet } from "dns-packet";
import { readWireName } from "./wire-name.ts";

export type DecodedMessage =
  | { readonly ok: true; readonly message: DecodedPacket }
  | { readonly ok: false; readonly reason: string };

const headerLength = 12;
const maxMessageLength = 65_535;
const smallestQuestion = 5;
const smallestRecord = 11;

/**
 * Reads a message with dns-packet, which believes the counts in the header, throws on what it does not understand
 * and takes a dot inside a label for one between two: here all of that is an `ok: false`.
 */
export function decodeMessage(octets: Uint8Array): DecodedMessage {
  const packet = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
  const reason = faultIn(packet);
  if (reason !== undefined) return { ok: false, reason };
  try {
    return { ok: true, message: decode(packet) };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : "unreadable" };
  }
}

/** The message as octets. Throws on names and data that have no wire form: callers pass what they have checked. */
export function encodeMessage(message: Packet): Buffer {
  return encode(message);
}

function faultIn(packet: Buffer): string | undefined {
  if (packet.length < headerLength) return "shorter than a header";
  if (packet.length > maxMessageLength) return "longer than a message may be";
  const questions = packet.readUInt16BE(4);
  const records = packet.readUInt16BE(6) + packet.readUInt16BE(8) + packet.readUInt16BE(10);
  if (questions * smallestQuestion + records * smallestRecord > packet.length - headerLength) {
    return "counts more records than it has room for";
  }
  let at = headerLength;
  for (let index = 0; index < questions + records; index += 1) {
    const owner = readPlainName(packet, at);
    if (owner === undefined) return "has a name that is not one";
    at = owner.end + 4;
    if (index < questions) continue;
    const dataEnd = at + 6 <= packet.length ? at + 6 + packet.readUInt16BE(at + 4) : Number.POSITIVE_INFINITY;
    if (dataEnd > packet.length) return "ends inside a record";
    const type = packet.readUInt16BE(owner.end);
    if (!namesFill(packet, type, { start: at + 6, end: dataEnd })) return "has data that is not of its type";
    at = dataEnd;
  }
  return at <= packet.length ? undefined : "ends inside a question";
}

/** For types whose data are names (RFC 1035 §3.3): octets before the first name, how many names, octets after them. */
const nameLayouts = new Map([
  [2, { before: 0, names: 1, after: 0 }], // NS
  [5, { before: 0, names: 1, after: 0 }], // CNAME
  [6, { before: 0, names: 2, after: 20 }], // SOA
  [12, { before: 0, names: 1, after: 0 }], // PTR
  [15, { before: 2, names: 1, after: 0 }], // MX
  [39, { before: 0, names: 1, after: 0 }], // DNAME
]);

function namesFill(packet: Buffer, type: number, data: { start: number; end: number }): boolean {
  const layout = nameLayouts.get(type);
  if (layout === undefined) return true;
  let at = data.start + layout.before;
  for (let index = 0; index < layout.names; index += 1) {
    const read = readPlainName(packet, at);
    if (read === undefined) return false;
    at = read.end;
  }
  return at + layout.after === data.end;
}

function readPlainName(packet: Buffer, at: number) {
  const read = readWireName(packet, at);
  // An escaped octet means a label that dns-packet's text form could not tell from two labels, or from another octet.
  return read?.name.includes("\\") === true ? undefined : read;
}
