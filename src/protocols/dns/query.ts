import { normalizeName } from "./name.ts";
import { queryTypes } from "./record.ts";
import { readWireName, skipWireName } from "./wire-name.ts";

/** What a name server reads of a message sent to it. */
export type ReceivedQuery =
  /** Not to be answered: too short to have a header, or itself an answer (two servers would go on for ever). */
  | { readonly kind: "ignored" }
  /** A header, and then something that is not one well-formed question. */
  | { readonly kind: "malformed"; readonly header: QueryHeader }
  | { readonly kind: "unknown-opcode"; readonly header: QueryHeader }
  | {
      readonly kind: "query";
      readonly header: QueryHeader;
      readonly question: Question;
      readonly edns: Edns | undefined;
    };

export interface QueryHeader {
  readonly id: number;
  readonly opcode: number;
  readonly recursionDesired: boolean;
}

export interface Question {
  /** Normal, so that 0x20 (mixed case) makes no difference. */
  readonly name: string;
  readonly type: number;
  readonly class: number;
  /** The question as it came, to be sent back to the octet. */
  readonly octets: Uint8Array;
}

/** RFC 6891 §6.1.3. */
export interface Edns {
  readonly udpSize: number;
  readonly version: number;
  readonly dnssecOk: boolean;
}

const headerLength = 12;

/** Reads a query (RFC 1035 §4.1). Never throws, whatever the octets. */
export function readQuery(packet: Buffer): ReceivedQuery {
  if (packet.length < headerLength) return { kind: "ignored" };
  const flags = packet.readUInt16BE(2);
  if ((flags & 0x8000) !== 0) return { kind: "ignored" };
  const header: QueryHeader = {
    id: packet.readUInt16BE(0),
    opcode: (flags >> 11) & 0xf,
    recursionDesired: (flags & 0x0100) !== 0,
  };
  if (header.opcode !== 0) return { kind: "unknown-opcode", header };
  // RFC 9619: a query has one question.
  const question = packet.readUInt16BE(4) === 1 ? readQuestion(packet) : undefined;
  if (question === undefined) return { kind: "malformed", header };
  const edns = findEdns(packet, headerLength + question.octets.length);
  if (edns === "malformed") return { kind: "malformed", header };
  return { kind: "query", header, question, edns };
}

function readQuestion(packet: Buffer): Question | undefined {
  // Before the first name there is nothing for a pointer to lead to.
  const read = readWireName(packet, headerLength, 0);
  if (read === undefined || read.end + 4 > packet.length) return undefined;
  return {
    name: normalizeName(read.name),
    type: packet.readUInt16BE(read.end),
    class: packet.readUInt16BE(read.end + 2),
    octets: packet.subarray(headerLength, read.end + 4),
  };
}

/** Walks over every record after the question, to the last octet, looking for the one OPT there may be. */
function findEdns(packet: Buffer, start: number): Edns | undefined | "malformed" {
  const answers = packet.readUInt16BE(6) + packet.readUInt16BE(8);
  const count = answers + packet.readUInt16BE(10);
  let at = start;
  let edns: Edns | undefined;
  for (let index = 0; index < count; index += 1) {
    const nameEnd = skipWireName(packet, at);
    if (nameEnd === undefined || nameEnd + 10 > packet.length) return "malformed";
    const end = nameEnd + 10 + packet.readUInt16BE(nameEnd + 8);
    if (end > packet.length) return "malformed";
    if (packet.readUInt16BE(nameEnd) === queryTypes.OPT) {
      // RFC 6891 §6.1.1: one OPT at most, in the additional section, its owner the root.
      if (edns !== undefined || index < answers || packet[at] !== 0) return "malformed";
      if (!hasWholeOptions(packet.subarray(nameEnd + 10, end))) return "malformed";
      edns = {
        udpSize: packet.readUInt16BE(nameEnd + 2),
        version: packet[nameEnd + 5] ?? 0,
        dnssecOk: ((packet[nameEnd + 6] ?? 0) & 0x80) !== 0,
      };
    }
    at = end;
  }
  return at === packet.length ? edns : "malformed";
}

/** RFC 6891 §6.1.2: each with its code and its length before it. What they say is nothing to us. */
function hasWholeOptions(options: Buffer): boolean {
  let at = 0;
  while (at + 4 <= options.length) at += 4 + options.readUInt16BE(at + 2);
  return at === options.length;
}
