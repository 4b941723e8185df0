/** What a receiver of mail saw of a domain's in a time, mostly a day (RFC 9990; before it RFC 7489 §7.2). */
export interface AggregateReport {
  /** Whoever reports, in their own words. */
  readonly organization: string;
  readonly contact: string;
  readonly id: string;
  /** The time that it is of (ms). */
  readonly beginsAt: number;
  readonly endsAt: number;
  readonly policy: PublishedPolicy;
  /** As many as were read. */
  readonly rows: readonly ReportedMail[];
}

/** What the reporter found at `_dmarc` of the domain. Empty: not said. */
export interface PublishedPolicy {
  readonly domain: string;
  readonly p: string;
  readonly sp: string;
  readonly adkim: string;
  readonly aspf: string;
}

/** Messages from one address that fared alike. */
export interface ReportedMail {
  /** An IP address. */
  readonly source: string;
  readonly messages: number;
  /** What the reporter did with them. */
  readonly disposition: Disposition;
  /** Whether a signature, or the envelope's sender, vouches for the domain in From. One is enough. */
  readonly dkim: boolean;
  readonly spf: boolean;
  /** Why the policy was not followed, such as `mailing_list` or `local_policy`. */
  readonly overrides: readonly string[];
  readonly headerFrom: string;
  readonly envelopeFrom: string;
  readonly signatures: readonly ReportedSignature[];
  readonly spfResult: string;
}

export type Disposition = "none" | "quarantine" | "reject";

export interface ReportedSignature {
  readonly domain: string;
  readonly selector: string;
  /** `pass`, `fail`, `permerror` … (RFC 8601 §2.7.1). */
  readonly result: string;
}
