import { isIP, isIPv4 } from "node:net";
import { characterStrings, type ResourceRecord } from "#protocols/dns/record.ts";

/** Records that follow from the configuration alone. TTLs in seconds. */
const hostTtl = 3_600;
const dkimTtl = 300;
/** Who has just proven a domain publishes its DMARC record next. */
const reportsTtl = 300;
/** They change with every order, and whoever looks does so once. */
const proofTtl = 0;

export interface ZoneNames {
  readonly apex: string;
  readonly nameServer: string;
  readonly spf: string;
  readonly mailExchanger: string;
}

export function zoneNames(apex: string): ZoneNames {
  return { apex, nameServer: `ns1.${apex}`, spf: `spf.${apex}`, mailExchanger: `mx.${apex}` };
}

/** Like `eu-west-1` or `us-gov-east-1`: every label of this shape is a region the zone has names for. */
export function isRegionLabel(label: string): boolean {
  return /^[a-z]{2,8}(?:-[a-z]{1,16}){1,3}-\d{1,2}$/.test(label);
}

export function nameServerRecord({ apex, nameServer }: ZoneNames): ResourceRecord {
  return { name: apex, ttl: hostTtl, type: "NS", target: nameServer };
}

/** The service's own mail comes from an address at the apex: many receivers refuse a sender whose domain takes no mail. */
export function mailExchangerRecord({ apex, mailExchanger }: ZoneNames): ResourceRecord {
  return { name: apex, ttl: hostTtl, type: "MX", preference: 10, exchange: mailExchanger };
}

export function addressRecords(name: string, addresses: readonly string[]): ResourceRecord[] {
  // A listener may have been given a host's name, which is no address.
  const known = addresses.filter((address) => isIP(address) !== 0);
  return known.map((address) => ({ name, ttl: hostTtl, type: isIPv4(address) ? "A" : "AAAA", address }));
}

/** RFC 7208: who may send in the zone's name; what customers include. An empty list names nobody. */
export function spfRecord(name: string, sources: readonly string[]): ResourceRecord {
  const mechanisms = sources.map((address) => `${isIPv4(address) ? "ip4" : "ip6"}:${address} `).join("");
  return { name, ttl: hostTtl, type: "TXT", strings: characterStrings(`v=spf1 ${mechanisms}~all`) };
}

/** RFC 9989: all mail from an address at the apex is our own, and signed. Whoever forges a verification message is refused. */
export function dmarcRecord(apex: string): ResourceRecord {
  return {
    name: `_dmarc.${apex}`,
    ttl: hostTtl,
    type: "TXT",
    strings: characterStrings("v=DMARC1; p=reject"),
  };
}

/** RFC 9990: that reports of another domain may be sent to an address of the zone. */
export function reportsTakenRecord(name: string): ResourceRecord {
  return { name, ttl: reportsTtl, type: "TXT", strings: characterStrings("v=DMARC1") };
}

/** Where the bounces of mail with the default envelope sender come back to. */
export function bounceRecords(region: string, { apex }: ZoneNames): ResourceRecord[] {
  const name = `bounces.${region}.${apex}`;
  const strings = characterStrings(`v=spf1 include:${apex} ~all`);
  return [
    { name, ttl: hostTtl, type: "MX", preference: 10, exchange: `feedback-smtp.${region}.${apex}` },
    { name, ttl: hostTtl, type: "TXT", strings },
  ];
}

/** RFC 6376 §3.6.1. A 2048-bit key needs two character-strings. */
export function dkimRecord(name: string, publicKeyBase64: string): ResourceRecord {
  const strings = characterStrings(`v=DKIM1; k=rsa; p=${publicKeyBase64}`);
  return { name, ttl: dkimTtl, type: "TXT", strings };
}

export function aliasRecord(name: string, target: string): ResourceRecord {
  return { name, ttl: hostTtl, type: "CNAME", target };
}

/** RFC 8555 §8.4. */
export function proofRecords(name: string, texts: readonly string[]): ResourceRecord[] {
  return texts.map((text) => ({ name, ttl: proofTtl, type: "TXT", strings: characterStrings(text) }));
}
