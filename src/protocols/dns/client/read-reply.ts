import { SocketAddress } from "node:net";
import type { RecordData, ResourceRecord } from "#protocols/dns/record.ts";
import { rcodes, typeCodes } from "#protocols/dns/record.ts";
import { readWireName, skipWireName } from "#protocols/dns/wire-name.ts";

/** What a server answered. Records of types and classes that the checker does not read are left out. */
export interface Reply {
  /** NOERROR, NXDOMAIN, SERVFAIL …, or RCODE_n. */
  readonly rcode: string;
  /** AA: the server speaks for the zone. */
  readonly authoritative: boolean;
  /** RA: it would have asked others for us. */
  readonly recursionAvailable: boolean;
  readonly truncated: boolean;
  /** AD (RFC 4035 §3.2.3): the resolver has found all of it signed, up to the root. Worth as much as the resolver and the way to it. */
  readonly authenticated: boolean;
  readonly answers: readonly ResourceRecord[];
  readonly authority: readonly ResourceRecord[];
  readonly additional: readonly ResourceRecord[];
  /** Extended DNS error codes (RFC 8914): a resolver that says why. */
  readonly extendedErrors: readonly number[];
}

const headerLength = 12;
const fixedRecordLength = 10;
/** More records than this in one section are not read: no honest answer to us has them. */
const maxRecords = 100;
/** Nor after so many characters of names, in all sections: pointers make hundreds of two octets. */
const maxNameText = 16_384;
/** Of one text: more than fill a message with 255 octets each are there only to be many. */
const maxStrings = 300;
/** Of all texts: several times as many as fill a message with 255 octets each, for each is an object, if it has one octet or none. */
const maxStringsInAll = 1_000;
const optType = 41;
const extendedErrorOption = 15;
const internetClass = 1;

const rcodeNames = new Map<number, string>(Object.entries(rcodes).map(([name, code]) => [code, name]));
const typeNames = new Map<number, string>(Object.entries(typeCodes).map(([name, code]) => [code, name]));

/** Reads the response whose question ends at `questionEnd`. Undefined when it is damaged. Never throws. */
export function readReply(packet: Buffer, questionEnd: number): Reply | undefined {
  if (packet.length < headerLength) return undefined;
  const flags = packet.readUInt16BE(2);
  const reading: Reading = {
    packet,
    at: questionEnd,
    nameTextLeft: maxNameText,
    stringsLeft: maxStringsInAll,
    highRcode: 0,
    extendedErrors: [],
  };
  const truncated = (flags & 0x0200) !== 0;
  const answers = readSection(reading, packet.readUInt16BE(6));
  const authority = answers && readSection(reading, packet.readUInt16BE(8));
  const additional = authority && readSection(reading, packet.readUInt16BE(10));
  // What is cut off may be cut anywhere (RFC 2181 §9); such an answer is only a reason to ask over TCP.
  if (!truncated && additional === undefined) return undefined;
  const rcode = (reading.highRcode << 4) | (flags & 0xf);
  return {
    rcode: rcodeNames.get(rcode) ?? `RCODE_${rcode}`,
    authoritative: (flags & 0x0400) !== 0,
    recursionAvailable: (flags & 0x0080) !== 0,
    truncated,
    authenticated: (flags & 0x0020) !== 0,
    answers: answers ?? [],
    authority: authority ?? [],
    additional: additional ?? [],
    extendedErrors: reading.extendedErrors,
  };
}

interface Reading {
  readonly packet: Buffer;
  at: number;
  nameTextLeft: number;
  stringsLeft: number;
  /** The upper eight bits of the response code (RFC 6891 §6.1.3). */
  highRcode: number;
  readonly extendedErrors: number[];
}

function readSection(reading: Reading, count: number): ResourceRecord[] | undefined {
  const { packet } = reading;
  const records: ResourceRecord[] = [];
  for (let index = 0; index < count; index++) {
    if (index >= maxRecords || reading.nameTextLeft <= 0) {
      if (!skipRecord(reading)) return undefined;
      continue;
    }
    const owner = readWireName(packet, reading.at);
    if (owner === undefined || owner.end + fixedRecordLength > packet.length) return undefined;
    const type = packet.readUInt16BE(owner.end);
    const start = owner.end + fixedRecordLength;
    const end = start + packet.readUInt16BE(owner.end + 8);
    if (end > packet.length) return undefined;
    reading.at = end;
    reading.nameTextLeft -= owner.name.length;
    if (type === optType) {
      reading.highRcode = packet[owner.end + 4] ?? 0;
      readExtendedErrors(packet.subarray(start, end), reading.extendedErrors);
    } else if (packet.readUInt16BE(owner.end + 2) === internetClass) {
      const data = readData(typeNames.get(type), reading, start, end);
      if (data === "damaged") return undefined;
      if (data) {
        reading.nameTextLeft -= nameLength(data);
        if (data.type === "TXT") reading.stringsLeft -= data.strings.length;
        records.push({
          name: owner.name.toLowerCase(),
          ttl: Math.max(0, packet.readInt32BE(owner.end + 4)),
          ...data,
        });
      }
    }
  }
  return records;
}

function nameLength(data: RecordData): number {
  switch (data.type) {
    case "NS":
    case "CNAME":
      return data.target.length;
    case "MX":
      return data.exchange.length;
    case "SOA":
      return data.primaryNameServer.length + data.adminMailbox.length;
    default:
      return 0;
  }
}

function skipRecord(reading: Reading): boolean {
  const { packet } = reading;
  const fixed = skipWireName(packet, reading.at);
  if (fixed === undefined || fixed + fixedRecordLength > packet.length) return false;
  reading.at = fixed + fixedRecordLength + packet.readUInt16BE(fixed + 8);
  return reading.at <= packet.length;
}

function readData(
  type: string | undefined,
  { packet, stringsLeft }: Reading,
  start: number,
  end: number,
): RecordData | "damaged" | undefined {
  const length = end - start;
  switch (type) {
    case "A":
      return length === 4 ? { type, address: packet.subarray(start, end).join(".") } : "damaged";
    case "AAAA":
      return length === 16 ? { type, address: ipv6Text(packet, start) } : "damaged";
    case "NS":
    case "CNAME": {
      const target = readNameWithin(packet, start, end);
      return target?.end === end ? { type, target: target.name } : "damaged";
    }
    case "MX": {
      const exchange = length > 2 ? readNameWithin(packet, start + 2, end) : undefined;
      if (exchange?.end !== end) return "damaged";
      return { type, preference: packet.readUInt16BE(start), exchange: exchange.name };
    }
    case "TLSA":
      return length < 4
        ? "damaged"
        : {
            type,
            usage: packet[start] ?? 0,
            selector: packet[start + 1] ?? 0,
            matchingType: packet[start + 2] ?? 0,
            association: packet.subarray(start + 3, end),
          };
    case "TXT":
      return readStrings(packet, start, end, Math.min(maxStrings, stringsLeft));
    case "SOA":
      return readSoa(packet, start, end);
    default:
      return undefined;
  }
}

/** `readWireName` writes names in ASCII, so lower case makes them normal (`name.ts`). */
function readNameWithin(
  packet: Buffer,
  start: number,
  end: number,
): { name: string; end: number } | undefined {
  const read = readWireName(packet, start);
  return read && read.end <= end ? { name: read.name.toLowerCase(), end: read.end } : undefined;
}

function readStrings(packet: Buffer, start: number, end: number, most: number): RecordData | "damaged" {
  const strings: Buffer[] = [];
  let at = start;
  while (at < end) {
    const next = at + 1 + (packet[at] ?? 0);
    if (next > end) return "damaged";
    if (strings.length < most) strings.push(packet.subarray(at + 1, next));
    at = next;
  }
  return { type: "TXT", strings };
}

function readSoa(packet: Buffer, start: number, end: number): RecordData | "damaged" {
  const primary = readNameWithin(packet, start, end);
  const mailbox = primary && readNameWithin(packet, primary.end, end);
  if (primary === undefined || mailbox === undefined || mailbox.end + 20 !== end) return "damaged";
  const at = mailbox.end;
  return {
    type: "SOA",
    primaryNameServer: primary.name,
    adminMailbox: mailbox.name,
    serial: packet.readUInt32BE(at),
    refresh: packet.readUInt32BE(at + 4),
    retry: packet.readUInt32BE(at + 8),
    expire: packet.readUInt32BE(at + 12),
    minimum: packet.readUInt32BE(at + 16),
  };
}

/** As people and systems write it (RFC 5952). */
function ipv6Text(packet: Buffer, start: number): string {
  const groups: string[] = [];
  for (let at = start; at < start + 16; at += 2) groups.push(packet.readUInt16BE(at).toString(16));
  return new SocketAddress({ address: groups.join(":"), family: "ipv6" }).address;
}

function readExtendedErrors(options: Buffer, codes: number[]): void {
  let at = 0;
  while (at + 4 <= options.length) {
    const length = options.readUInt16BE(at + 2);
    if (options.readUInt16BE(at) === extendedErrorOption && length >= 2 && at + 6 <= options.length) {
      codes.push(options.readUInt16BE(at + 4));
    }
    at += 4 + length;
  }
}
