/** Resource records: the types we publish and read, with their numbers (IANA "DNS Parameters"). */

export const typeCodes = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  HINFO: 13,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  TLSA: 52,
} as const;

export type RecordType = keyof typeof typeCodes;

/** Numbers that are asked for and never stored, or that need care in an answer. */
export const queryTypes = { OPT: 41, DS: 43, IXFR: 251, AXFR: 252, ANY: 255 } as const;

export const rcodes = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  REFUSED: 5,
  /** RFC 2136 §2.2: the server speaks for no such zone. */
  NOTAUTH: 9,
  BADVERS: 16,
} as const;

export type ResponseCode = keyof typeof rcodes;

export interface SoaData {
  readonly type: "SOA";
  readonly primaryNameServer: string;
  /** A mailbox with its `@` written as a dot (RFC 1035 §3.3.13). */
  readonly adminMailbox: string;
  readonly serial: number;
  readonly refresh: number;
  readonly retry: number;
  readonly expire: number;
  /** Seconds a denial may be kept (RFC 2308 §4). */
  readonly minimum: number;
}

/** What a certificate has to be like (RFC 6698 §2.1); numbers as registered by IANA. */
export interface TlsaData {
  readonly usage: number;
  readonly selector: number;
  readonly matchingType: number;
  readonly association: Uint8Array;
}

export type RecordData =
  | { readonly type: "A" | "AAAA"; readonly address: string }
  | { readonly type: "CNAME" | "NS"; readonly target: string }
  | { readonly type: "MX"; readonly preference: number; readonly exchange: string }
  /** Each character-string has at most 255 octets (RFC 1035 §3.3). */
  | { readonly type: "TXT"; readonly strings: readonly Uint8Array[] }
  | { readonly type: "HINFO"; readonly cpu: string; readonly os: string }
  | ({ readonly type: "TLSA" } & TlsaData)
  | SoaData;

/** `name` is normal; `ttl` in seconds. */
export type ResourceRecord = { readonly name: string; readonly ttl: number } & RecordData;

export type SoaRecord = { readonly name: string; readonly ttl: number } & SoaData;

const maxCharacterString = 255;

/** Cuts a text into as many character-strings as it needs; readers join them without a space (RFC 6376 §3.6.2.2). */
export function characterStrings(text: string): Uint8Array[] {
  const octets = Buffer.from(text);
  const strings: Uint8Array[] = [];
  for (let at = 0; at < octets.length; at += maxCharacterString) {
    strings.push(octets.subarray(at, at + maxCharacterString));
  }
  return strings.length === 0 ? [octets] : strings;
}
