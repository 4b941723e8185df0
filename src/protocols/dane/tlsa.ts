import { hash, type X509Certificate } from "node:crypto";
import type { TlsaData } from "#protocols/dns/record.ts";

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

/** What the certificates that a server shows are held against. */
export interface DaneDemands {
  /** Usable ones alone, one at least. */
  readonly records: readonly TlsaData[];
  /** The names of which a certificate that others vouch for must have one: the server's, and the domain's that mail is for. */
  readonly names: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Why nothing in a server's certificates is what its TLSA records say; undefined: something is. Of the server's own certificate (usage 3), neither
 * its names nor its times are looked at; one that others vouch for (usage 2) must be valid in both respects (RFC 7672 §3.1).
 */
export function daneFault(own: X509Certificate, { records, names, now }: DaneDemands): string | undefined {
  if (records.some((record) => record.usage === endEntity && matches(own, record))) return undefined;
  const anchors = records.filter(({ usage }) => usage === trustAnchor);
  if (anchors.length === 0) return "its certificate is none of those that its TLSA records name";
  let last = own;
  for (let length = 1; length < longestChain; length += 1) {
    const issuer = issuerOf(last);
    if (!isValidAt(last, now)) return "its certificate has expired, or is not yet valid";
    if (issuer === undefined) break;
    if (anchors.some((record) => matches(issuer, record))) {
      const isNamed = names.some((name) => own.checkHost(name, { subject: "never" }) !== undefined);
      return isNamed ? undefined : `its certificate is for another name than ${names.join(" or ")}`;
    }
    last = issuer;
  }
  return "nobody whom its TLSA records name vouches for its certificate";
}

function matches(certificate: X509Certificate, { selector, matchingType, association }: TlsaData): boolean {
  const selected =
    selector === 0 ? certificate.raw : certificate.publicKey.export({ format: "der", type: "spki" });
  const digest = digests[matchingType];
  const found = digest ? hash(digest, selected, "buffer") : selected;
  return found.equals(association);
}

/** As the server sent it; undefined where it sent none that issued this one. */
function issuerOf(certificate: X509Certificate): X509Certificate | undefined {
  const issuer = certificate.issuerCertificate;
  if (issuer === undefined || issuer.raw.equals(certificate.raw)) return undefined;
  const hasIssued = issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  return hasIssued ? issuer : undefined;
}

function isValidAt({ validFromDate, validToDate }: X509Certificate, now: number): boolean {
  return validFromDate.getTime() <= now && now < validToDate.getTime();
}
