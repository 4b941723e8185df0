import type { Expectation } from "./expectation.ts";

/** The values of SES's `VerificationInfo.ErrorType` that DNS can cause. */
export type ErrorType =
  | "HOST_NOT_FOUND"
  | "TYPE_NOT_FOUND"
  | "INVALID_VALUE"
  | "DNS_SERVER_ERROR"
  | "SERVICE_ERROR";

/**
 * - `found`: every server that answered has the right record, and at least one answered.
 * - `absent`, `wrong`: every server that answered says so.
 * - `disagree`: some have it, some have not (a secondary lags behind, or is forgotten).
 * - `unreachable`: nothing was learnt. It never counts against an identity.
 */
export type Verdict = "found" | "absent" | "wrong" | "disagree" | "unreachable";

export interface Diagnosis {
  readonly code: string;
  /** What was seen. */
  readonly text: string;
  /** What to do; empty when there is nothing. */
  readonly advice: string;
}

export interface SeenRecord {
  readonly name: string;
  readonly type: string;
  readonly value: string;
  readonly ttl: number;
}

export interface ServerEvidence {
  readonly name: string;
  readonly address: string;
  readonly asked: { readonly name: string; readonly type: string };
  /** NOERROR, NODATA, NXDOMAIN, SERVFAIL, timeout … */
  readonly result: string;
  readonly answers: readonly SeenRecord[];
  readonly authoritative: boolean;
  readonly tookMs: number;
}

/** One check of one record: what was asked, what came back and what it means. Plain JSON of bounded size. */
export interface Evidence {
  readonly expectation: Expectation;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The zone that holds the name; missing when it was not found. */
  readonly zone?: string;
  readonly soa?: { readonly primaryNameServer: string; readonly adminEmail: string; readonly serial: number };
  /** How the zone was found. */
  readonly path: readonly {
    readonly server: string;
    readonly asked: string;
    readonly result: string;
    readonly tookMs: number;
  }[];
  /** The zone's name servers, and then those that were asked for the key behind the CNAME. */
  readonly servers: readonly ServerEvidence[];
  readonly verdict: Verdict;
  readonly errorType?: ErrorType;
  readonly diagnosis: Diagnosis;
  /** For how long the world may remember that the record is missing (RFC 2308). */
  readonly negativeTtlSeconds?: number;
  /** MAIL FROM only; it does not decide. */
  readonly spf?: SpfAdvice;
}

export interface SpfAdvice {
  readonly status: "right" | "missing" | "wrong";
  readonly seen?: string;
  readonly publish: string;
}

const longestText = 300;

/** Text from the network, fit to be stored and shown: no control characters, no damaged characters, not long. */
export function legible(text: string, longest = longestText): string {
  if (text.length <= longest && /^[ -~]*$/.test(text)) return text;
  const clean = text
    .slice(0, longest * 2)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "\u{FFFD}");
  return clean.length <= longest ? clean : `${clean.slice(0, longest - 1).toWellFormed()}…`;
}
