// One question in wire form (RFC 1035 §4.1), written by hand: it is the hot path of the checker, and small.

import { maxLabelLength, maxNameLength } from "#protocols/dns/name.ts";
import type { RecordType } from "#protocols/dns/record.ts";
import { typeCodes } from "#protocols/dns/record.ts";

export interface Question {
  /** Normal (`name.ts`). */
  readonly name: string;
  readonly type: RecordType;
}

export interface QueryFlags {
  /** RD: please resolve it for me. Off when a zone's own servers are asked. */
  readonly recursionDesired?: boolean | undefined;
  /** CD (RFC 4035 §3.2.2): hand the data over even if its DNSSEC signatures are bad. */
  readonly checkingDisabled?: boolean | undefined;
  /** AD (RFC 6840 §5.7): say whether all of it is signed. */
  readonly authenticityAsked?: boolean | undefined;
}

export interface QueryWire {
  readonly bytes: Buffer;
  /** Where the question section ends; it starts at 12. */
  readonly questionEnd: number;
}

const headerLength = 12;
const optLength = 11;
/** Avoids fragmentation on every path (DNS flag day 2020). */
const udpPayloadSize = 1232;

/**
 * Writes a query, every letter of its name upper or lower as `coin()` falls (0x20, draft-vixie-dnsext-dns0x20): a forger
 * has to guess that too. Undefined when `name` is not one that DNS can carry.
 */
export function writeQuery(
  question: Question,
  flags: QueryFlags,
  coin: () => boolean,
  edns = true,
): QueryWire | undefined {
  const { name } = question;
  if (name.length > maxNameLength) return undefined;
  const questionEnd = headerLength + name.length + (name === "" ? 1 : 2) + 4;
  // Out of Node's pool: an allocation of its own costs as much as writing the query.
  const bytes = Buffer.allocUnsafe(questionEnd + (edns ? optLength : 0)).fill(0);
  bytes[2] = flags.recursionDesired ? 0x01 : 0x00;
  bytes[3] = (flags.checkingDisabled ? 0x10 : 0x00) | (flags.authenticityAsked ? 0x20 : 0x00);
  bytes[5] = 1;
  if (name !== "" && !writeName(name, bytes, coin)) return undefined;
  bytes.writeUInt16BE(typeCodes[question.type], questionEnd - 4);
  bytes[questionEnd - 1] = 1;
  if (edns) {
    bytes[11] = 1;
    bytes[questionEnd + 2] = 41;
    bytes.writeUInt16BE(udpPayloadSize, questionEnd + 3);
  }
  return { bytes, questionEnd };
}

function writeName(name: string, bytes: Buffer, coin: () => boolean): boolean {
  let lengthAt = headerLength;
  for (let index = 0; index <= name.length; index++) {
    const at = headerLength + 1 + index;
    const code = index < name.length ? name.charCodeAt(index) : 0x2e;
    if (code === 0x2e) {
      const length = at - lengthAt - 1;
      if (length < 1 || length > maxLabelLength) return false;
      bytes[lengthAt] = length;
      lengthAt = at;
    } else if (code <= 0x20 || code >= 0x7f) {
      return false;
    } else {
      bytes[at] = isLetter(code) && coin() ? code ^ 0x20 : code;
    }
  }
  return true;
}

function isLetter(code: number): boolean {
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}
