import type { Owner } from "#platform/owner.ts";
import type { SmtpStep } from "#protocols/smtp/outcome.ts";

/** A message to be delivered, as it was composed; it is signed when it leaves. */
export interface NewMessage {
  readonly id: string;
  readonly owner: Owner;
  /** RFC 5321 reverse-path, without brackets; empty for one that must not bounce. */
  readonly envelopeFrom: string;
  readonly recipients: readonly string[];
  /** RFC 5322 text with CRLF line ends. */
  readonly content: Uint8Array;
  readonly signWith: SignWith;
  readonly rules: DeliveryRules;
  /** What its sender is told of it; undefined for the service's own messages. */
  readonly report: MessageReport | undefined;
}

/** Whose keys sign: the service's own alone, or before it that of a domain, whose owner may be another than the sender. */
export type SignWith = "service" | { readonly domain: string; readonly owner: Owner };

/** `MEDIUM`: nothing speaks against it. */
export type LeastConfidence = "MEDIUM" | "HIGH";

/** How a message must travel: what its configuration set asks for. */
export interface DeliveryRules {
  /** `waived`: in whatever way a server can be spoken to, though its domain demands more. */
  readonly tls: "required" | "opportunistic" | "waived";
  /** The dedicated IP pool it leaves from. */
  readonly sendingPool: string | undefined;
  /** How much must speak for an address before anything is sent to it; undefined: nothing. */
  readonly leastConfidence?: LeastConfidence | undefined;
  /** How long it is tried. */
  readonly lifetimeMs: number;
}

/** What is kept with a message to tell what becomes of it. */
export interface MessageReport {
  readonly configurationSet: string | undefined;
  /** The ARN of the archive it is kept in. */
  readonly archive: string | undefined;
  /** The tenant it was sent for. */
  readonly tenant: string | undefined;
  /** The contact list it was for, and the topic, where it was for one. */
  readonly list: { readonly list: string; readonly topic: string | undefined } | undefined;
  /** Where bounces and complaints are forwarded by mail; undefined: nowhere. */
  readonly feedbackTo: string | undefined;
  /** The `mail` object of its events, in SES's JSON. */
  readonly mail: object;
}

export interface StoredMessage extends Omit<NewMessage, "recipients" | "rules"> {
  readonly createdAt: number;
  readonly rules: Omit<DeliveryRules, "lifetimeMs">;
}

/** The part of a message that goes to one domain: the unit that is tried, retried and given up. */
export interface Delivery {
  readonly id: string;
  readonly owner: Owner;
  readonly messageId: string;
  readonly recipientDomain: string;
  /** They share one state; where an attempt parted them, each lot has a delivery of its own. */
  readonly recipients: readonly string[];
  /** Of the message. */
  readonly sizeBytes: number;
  readonly state: DeliveryState;
  /** How many times it has been claimed. */
  readonly attempts: number;
  readonly expiresAt: number;
  /** The last reply, or what went wrong before there was one. */
  readonly lastReply: string | undefined;
}

/**
 * `uncertain`: handed over, but nobody knows whether it was accepted, and the time to try again is up. Until then it is
 * queued like any other (RFC 5321 §6.1: rather twice than never), and its attempts say which of them may be the first copy.
 */
export type DeliveryState =
  | { readonly is: "queued"; readonly dueAt: number }
  | { readonly is: "delivered" | "failed" | "uncertain" };

/** A delivery under a lease: only its holder, naming the fence, can complete it. `attempts` counts this one too. */
export interface ClaimedDelivery extends Omit<Delivery, "state" | "lastReply"> {
  readonly fence: number;
  /** An earlier holder vanished after the final dot: that attempt is uncertain, and this one may be a repetition. */
  readonly wasInterrupted: boolean;
  /** Where it is at hand. */
  readonly message?: StoredMessage;
}

export type Outcome = "delivered" | "deferred" | "refused" | "uncertain";

export interface RecipientResult {
  readonly recipient: string;
  readonly outcome: Outcome;
  /** The reply that decided it, or what went wrong before there was one: for people. */
  readonly reply: string;
  /** The server's own words: `550 5.1.1 No such user`. */
  readonly smtpReply?: string;
  /** Nothing was sent, for too little speaks for the address. */
  readonly isInvalid?: boolean;
  /** What it was an answer to; undefined for what was delivered, and where nobody was spoken to. */
  readonly step?: SmtpStep;
}

/** One lot of a delivery's recipients after an attempt. */
export type DeliveryPart = Pick<Delivery, "recipients" | "state"> & { readonly lastReply: string };

export interface Attempt {
  readonly startedAt: number;
  readonly endedAt: number;
  /** The one outcome of all its recipients, or `mixed`. */
  readonly outcome: Outcome | "mixed";
  /** Each recipient's result, the TLS level reached and the whole conversation. */
  readonly report: object;
}
