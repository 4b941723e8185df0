import ipaddr from "ipaddr.js";
import type { Edns, QueryHeader } from "./query.ts";
import {
  queryTypes,
  type RecordData,
  type ResourceRecord,
  type ResponseCode,
  rcodes,
  typeCodes,
} from "./record.ts";

/** What a name server says, before it is octets. */
export interface Response {
  readonly header: QueryHeader;
  /** The question as it came, case and all; absent when it could not be read. */
  readonly question: { readonly name: string; readonly octets: Uint8Array } | undefined;
  /** What the query said of EDNS: when it did, the response has an OPT too (RFC 6891 §6.1.1). */
  readonly edns: Edns | undefined;
  readonly rcode: ResponseCode;
  readonly authoritative: boolean;
  readonly answers: readonly ResourceRecord[];
  readonly authorities: readonly ResourceRecord[];
  readonly additionals: readonly ResourceRecord[];
}

/** The UDP payload that passes every path unfragmented (DNS Flag Day 2020); offered to others and kept to ourselves. */
export const maxUdpPayload = 1232;
export const maxMessageLength = 65_535;

const headerLength = 12;
const internetClass = 1;

/**
 * The response as octets, at most `limit` of them: one that does not fit has TC set and no records (RFC 2181 §9).
 * Throws a RangeError when it fits no message at all, or a record has no wire form.
 */
export function writeResponse(response: Response, limit: number): Buffer {
  scratch.start(response);
  const sections = [response.answers, response.authorities, response.additionals] as const;
  for (const section of sections) for (const record of section) scratch.record(record);
  scratch.opt(response);
  const truncated = scratch.length > limit;
  if (!truncated) return scratch.finish(response, sections.map(({ length }) => length) as Counts, false);
  return writeTruncated(response);
}

/** The question alone, with TC: "ask again over TCP". */
export function writeTruncated(response: Response): Buffer {
  scratch.start(response);
  scratch.opt(response);
  return scratch.finish(response, [0, 0, 0], true);
}

type Counts = [answers: number, authorities: number, additionals: number];

/** Octets under construction. One is reused for every response: writing is synchronous from start to finish. */
class Writer {
  readonly #octets = Buffer.allocUnsafeSlow(maxMessageLength);
  /** Where each name, and each end of a name, was first written (RFC 1035 §4.1.4). */
  readonly #written = new Map<string, number>();
  length = 0;

  start({ question }: Response): void {
    this.length = headerLength;
    this.#written.clear();
    if (question === undefined) return;
    this.#remember(question.name, headerLength);
    this.#octets.set(question.octets, headerLength);
    this.length += question.octets.length;
  }

  finish(
    { header, question, edns, rcode, authoritative }: Response,
    counts: Counts,
    truncated: boolean,
  ): Buffer {
    const octets = this.#octets;
    octets.writeUInt16BE(header.id, 0);
    // QR, opcode, AA, TC and RD; no recursion is offered, and CD is cleared (RFC 4035 §3.1.6).
    octets[2] =
      0x80 |
      (header.opcode << 3) |
      (authoritative ? 0x04 : 0) |
      (truncated ? 0x02 : 0) |
      (header.recursionDesired ? 0x01 : 0);
    octets[3] = rcodes[rcode] & 0xf;
    octets.writeUInt16BE(question === undefined ? 0 : 1, 4);
    octets.writeUInt16BE(counts[0], 6);
    octets.writeUInt16BE(counts[1], 8);
    octets.writeUInt16BE(counts[2] + (edns === undefined ? 0 : 1), 10);
    return Buffer.from(octets.subarray(0, this.length));
  }

  record(record: ResourceRecord): void {
    this.#name(record.name);
    this.#uint16(typeCodes[record.type]);
    this.#uint16(internetClass);
    this.#uint32(record.ttl);
    const lengthAt = this.length;
    this.#uint16(0);
    this.#data(record);
    this.#octets.writeUInt16BE(this.length - lengthAt - 2, lengthAt);
  }

  /** RFC 6891 §6.1.2, with the upper bits of the rcode and the DO bit given back (RFC 3225 §3). */
  opt({ edns, rcode }: Response): void {
    if (edns === undefined) return;
    this.#uint8(0);
    this.#uint16(queryTypes.OPT);
    this.#uint16(maxUdpPayload);
    this.#uint8(rcodes[rcode] >> 4);
    this.#uint8(0);
    this.#uint16(edns.dnssecOk ? 0x8000 : 0);
    this.#uint16(0);
  }

  #data(data: RecordData): void {
    switch (data.type) {
      case "A":
      case "AAAA":
        for (const octet of ipaddr.parse(data.address).toByteArray()) this.#uint8(octet);
        return;
      case "CNAME":
      case "NS":
        this.#name(data.target);
        return;
      case "TLSA":
        this.#uint8(data.usage);
        this.#uint8(data.selector);
        this.#uint8(data.matchingType);
        for (const octet of data.association) this.#uint8(octet);
        return;
      case "MX":
        this.#uint16(data.preference);
        this.#name(data.exchange);
        return;
      case "TXT":
        for (const string of data.strings) this.#string(string);
        return;
      case "HINFO":
        this.#string(Buffer.from(data.cpu));
        this.#string(Buffer.from(data.os));
        return;
      case "SOA":
        this.#name(data.primaryNameServer);
        this.#name(data.adminMailbox);
        for (const number of [data.serial, data.refresh, data.retry, data.expire, data.minimum]) {
          this.#uint32(number);
        }
    }
  }

  /** Writes labels until the rest of the name is found to stand in the message already, and points there. */
  #name(name: string): void {
    let rest = name;
    while (rest !== "") {
      const known = this.#written.get(rest);
      if (known !== undefined) return this.#uint16(0xc000 | known);
      if (this.length < 0x4000) this.#written.set(rest, this.length);
      const dot = rest.indexOf(".");
      const label = dot === -1 ? rest : rest.slice(0, dot);
      this.#uint8(label.length);
      this.#room(label.length);
      this.length += this.#octets.write(label, this.length, "latin1");
      rest = dot === -1 ? "" : rest.slice(dot + 1);
    }
    this.#uint8(0);
  }

  /** A name that stands at `offset`, one octet of length before each label. */
  #remember(name: string, offset: number): void {
    // An escaped octet takes four characters: offsets would no longer be those of the text.
    if (name.includes("\\")) return;
    let at = 0;
    while (at < name.length) {
      this.#written.set(name.slice(at), offset + at);
      const dot = name.indexOf(".", at);
      at = dot === -1 ? name.length : dot + 1;
    }
  }

  #string(octets: Uint8Array): void {
    if (octets.length > 255) throw new RangeError("A character-string has at most 255 octets.");
    this.#uint8(octets.length);
    this.#room(octets.length);
    this.#octets.set(octets, this.length);
    this.length += octets.length;
  }

  #uint8(value: number): void {
    this.#room(1);
    this.#octets[this.length] = value;
    this.length += 1;
  }

  #uint16(value: number): void {
    this.length = this.#octets.writeUInt16BE(value, this.length);
  }

  #uint32(value: number): void {
    this.length = this.#octets.writeUInt32BE(value, this.length);
  }

  #room(octets: number): void {
    if (this.length + octets > maxMessageLength) throw new RangeError("More than a DNS message can hold.");
  }
}

const scratch = new Writer();
