import { hash, type X509Certificate } from "node:crypto";
import type { TlsaData } from "#protocols/dns/record.ts";
import { fieldsOf } from "#protocols/x509/certificate-fields.ts";
import { validityOf } from "#protocols/x509/validity.ts";

/** RFC 7672 §3.1: the certificate of the server itself, or of who issued it. */
const endEntity = 3;
const trustAnchor = 2;
const digests = ["", "sha256", "sha512"] as const;
/** More than any server sends: the certificates of a chain come from a stranger. */
const longestChain = 10;

/** Whether a record says something of a mail server's certificate that can be checked (RFC 7672 §3.1, RFC 7671 §4). */
export function isUsable({ usage, selector, matchingType, association }: TlsaData): boolean {
  if ((usage !== endEntity && usage !== trustAnchor) || selector > 1 || matchingType > 2) return false;
  return matchingType === 0 || association.length === (matchingType === 1 ? 32 : 64);
}

/** Whether it names the certificate of the server itself, of which nothing else is asked (RFC 7672 §3.1.1). */
export function provesItself({ usage }: TlsaData): boolean {
  return usage === endEntity;
}

/**
 * Those that count: of digests of one thing the strongest alone, so that a broken one helps nobody while others go by it (RFC 7671 §9). What is there
 * in full is no digest.
 */
export function strongest<Tlsa extends TlsaData>(records: readonly Tlsa[]): Tlsa[] {
  return records.filter(
    ({ usage, selector, matchingType }) =>
      matchingType === 0 ||
      records.every(
        (other) => other.usage !== usage || other.selector !== selector || other.matchingType <= matchingType,
      ),
  );
}

/** A record that says the same in a few octets of its own: strangers' have as many as fill an answer, and are kept. */
export function inShort({ usage, selector, matchingType, association }: TlsaData): TlsaData {
  return matchingType === 0
    ? { usage, selector, matchingType: 1, association: hash("sha256", association, "buffer") }
    : { usage, selector, matchingType, association: new Uint8Array(association) };
}

/** What the certificates that a server shows are held against. */
export interface DaneDemands {
  /** Usable ones alone, one at least. */
  readonly records: readonly TlsaData[];
  /** The names of which a certificate that others vouch for must have one: the server's, and the domain's that mail is for. */
  readonly names: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Why a certificate is not what the records say. */
export type DaneFault = "no-match" | "expired" | "not-vouched-for" | "other-name";

/**
 * Why nothing in a server's certificates is what its TLSA records say; undefined: something is. Of the server's own certificate (usage 3), neither
 * its names nor its times are looked at; one that others vouch for (usage 2) must be valid in both respects (RFC 7672 §3.1).
 */
export function daneFault(own: X509Certificate, { records, names, now }: DaneDemands): DaneFault | undefined {
  if (records.some((record) => provesItself(record) && matches(own, record))) return undefined;
  const anchors = records.filter(({ usage }) => usage === trustAnchor);
  if (anchors.length === 0) return "no-match";
  const sent = sentBehind(own);
  const vouchedFor = new Set([own]);
  let hasExpired = false;
  // Whoever is found on the way is looked at as well: in a set, they come after those before them.
  for (const certificate of vouchedFor) {
    if (!isValidAt(certificate, now)) {
      hasExpired = true;
      continue;
    }
    for (const issuer of sent) {
      // A stranger's keys may be slow ones: each is asked about as seldom as can be.
      if (vouchedFor.has(issuer) || !hasIssued(issuer, certificate)) continue;
      if (anchors.some((record) => matches(issuer, record))) return nameFault(own, names);
      vouchedFor.add(issuer);
    }
  }
  return hasExpired ? "expired" : "not-vouched-for";
}

/** For people. */
export function wordsForDaneFault(fault: DaneFault, { names }: Pick<DaneDemands, "names">): string {
  switch (fault) {
    case "no-match":
      return "its certificate is none of those that its TLSA records name";
    case "expired":
      return "its certificate has expired, or is not yet valid";
    case "not-vouched-for":
      return "nobody whom its TLSA records name vouches for its certificate";
    case "other-name":
      return `its certificate is for another name than ${names.join(" or ")}`;
  }
}

function nameFault(own: X509Certificate, names: readonly string[]): DaneFault | undefined {
  const isNamed = names.some((name) => own.checkHost(name, { subject: "never" }) !== undefined);
  return isNamed ? undefined : "other-name";
}

function matches(certificate: X509Certificate, { selector, matchingType, association }: TlsaData): boolean {
  const selected = selector === 0 ? certificate.raw : publicKeyOf(certificate);
  if (selected === undefined) return false;
  const digest = digests[matchingType];
  const found = digest ? hash(digest, selected, "buffer") : selected;
  return found.equals(association);
}

/** Octet for octet (RFC 6698 §2.1.2): written anew, one that leaves something out would have it. */
function publicKeyOf({ raw }: X509Certificate): Buffer | undefined {
  try {
    return fieldsOf(raw).publicKey;
  } catch {
    return undefined;
  }
}

/** Those beside its own, in any order: there may be several who issued one of them, or nobody (RFC 8446 §4.4.2). */
function sentBehind(own: X509Certificate): X509Certificate[] {
  const sent = new Map<string, X509Certificate>();
  let next = own.issuerCertificate;
  for (let length = 1; next !== undefined && length < longestChain; length += 1) {
    sent.set(next.fingerprint256, next);
    next = next.issuerCertificate;
  }
  return [...sent.values()];
}

function hasIssued(issuer: X509Certificate, certificate: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function isValidAt(certificate: X509Certificate, now: number): boolean {
  const { notBefore, notAfter } = validityOf(certificate);
  return notBefore <= now && now < notAfter;
}
