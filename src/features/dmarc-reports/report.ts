import type { Disposition, PublishedPolicy } from "#protocols/dmarc/aggregate-report.ts";

/** What one receiver of mail reported of a domain. */
export interface DmarcReport {
  readonly id: string;
  readonly domain: string;
  /** The domain of whoever sent it; empty where that cannot be read. */
  readonly reporter: string;
  /** By a signature: anybody may write in anybody's name. */
  readonly isProven: boolean;
  /** In the reporter's own words, as is the id. */
  readonly organization: string;
  readonly contact: string;
  readonly reportId: string;
  readonly beginsAt: number;
  readonly endsAt: number;
  readonly receivedAt: number;
  readonly policy: PublishedPolicy;
  readonly messages: number;
  /** Of these: those that DMARC holds for the domain's. */
  readonly passed: number;
}

/** Messages from one address that fared alike. */
export interface ReportRow {
  /** Undefined: several others, summed up. */
  readonly source: string | undefined;
  readonly messages: number;
  readonly disposition: Disposition;
  readonly dkim: boolean;
  readonly spf: boolean;
  /** Signed by a key of this installation. */
  readonly isOurs: boolean;
  readonly headerFrom: string;
  readonly envelopeFrom: string;
  /** The domain of a signature that held; empty where there was none. */
  readonly signedBy: string;
  /** Why the policy was not followed; empty where it was. */
  readonly override: string;
}

/** What is known of who sends in a domain's name. Of reports that are proven. */
export interface DmarcSummary {
  /** The first moment of the first day (UTC), and of the day after the last (ms). */
  readonly from: number;
  readonly to: number;
  readonly messages: number;
  readonly passed: number;
  /** Those with reports, in their order. */
  readonly days: readonly ReportedDay[];
  /** Whoever saw most first. */
  readonly reporters: readonly Reporter[];
  /** Where most came from first; not all of them where there are many. */
  readonly sources: readonly ReportedSource[];
}

export interface ReportedDay {
  readonly day: number;
  readonly messages: number;
  readonly passed: number;
}

export interface Reporter {
  readonly domain: string;
  readonly organization: string;
  readonly reports: number;
  readonly messages: number;
  readonly passed: number;
}

/** A server that sent in the domain's name, and how its messages fared. */
export interface ReportedSource {
  /** Undefined: several others, summed up. */
  readonly address: string | undefined;
  readonly messages: number;
  readonly passed: number;
  readonly dkim: number;
  readonly spf: number;
  /** Under a key of this installation. */
  readonly ours: number;
  readonly quarantined: number;
  readonly rejected: number;
  /** One of each, where there are several. Empty where there is none. */
  readonly headerFrom: string;
  readonly envelopeFrom: string;
  readonly signedBy: string;
  readonly override: string;
}
