import type { TlsFault } from "#protocols/smtp/tls.ts";

/** What a session was held to (RFC 8460 §4.2). */
export interface AppliedPolicy {
  readonly type: "sts" | "tlsa" | "no-policy-found";
  /** Whose it is: of TLSA records, the name that has them (RFC 8460 §1.1). */
  readonly domain: string;
  /** Its lines, or its records. */
  readonly text: readonly string[];
  /** The patterns of an MTA-STS policy. */
  readonly mxHosts: readonly string[];
}

/** RFC 8460 §4.3, of which `dane-required` is for those who demand DANE of a domain on their own account. */
export type ResultType =
  | "starttls-not-supported"
  | "certificate-host-mismatch"
  | "certificate-expired"
  | "certificate-not-trusted"
  | "validation-failure"
  | "tlsa-invalid"
  | "dnssec-invalid"
  | "sts-policy-fetch-error"
  | "sts-policy-invalid"
  | "sts-webpki-invalid";

/** Why a session does not count as a success. */
export interface SessionFailure {
  readonly type: ResultType;
  /** The error's own name or words. */
  readonly reason?: string;
  readonly sendingIp?: string;
  readonly receivingHost?: string;
  readonly receivingIp?: string;
}

/** One attempt at a session in TLS with a server of a domain. */
export interface TlsSession {
  /** Which the mail was for. */
  readonly domain: string;
  readonly policy: AppliedPolicy;
  /** Undefined: it was negotiated as the policy has it. */
  readonly failure: SessionFailure | undefined;
}

/** What a fault in TLS is called; undefined: the handshake itself broke off. */
export function resultOf(fault: TlsFault | undefined): Pick<SessionFailure, "type" | "reason"> {
  switch (fault?.is) {
    case undefined:
      return { type: "validation-failure", reason: "tls-handshake-failed" };
    case "not-offered":
      return { type: "starttls-not-supported" };
    case "declined":
      return { type: "starttls-not-supported", reason: `${fault.code}` };
    case "certificate":
      return { type: resultOfCertificate(fault.code), reason: fault.code };
    case "dane":
      return { type: resultsOfDane[fault.fault], reason: `dane-${fault.fault}` };
  }
}

const resultsOfDane = {
  "no-match": "validation-failure",
  "not-vouched-for": "certificate-not-trusted",
  expired: "certificate-expired",
  "other-name": "certificate-host-mismatch",
} as const;

/** By the names that Node has for what OpenSSL finds. */
function resultOfCertificate(code: string): ResultType {
  if (code === "CERT_HAS_EXPIRED") return "certificate-expired";
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return "certificate-host-mismatch";
  return "certificate-not-trusted";
}
