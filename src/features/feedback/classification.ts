import type { SmtpStep } from "#protocols/smtp/outcome.ts";
import type { BounceKind } from "./bounce-kind.ts";
import { providerReplies } from "./provider-replies.ts";

/** SES's bounceType and bounceSubType. */
export interface BounceType {
  readonly type: "Permanent" | "Transient" | "Undetermined";
  readonly subType: string;
}

/** A reply taken apart: `550 5.1.1 No such user`. */
interface Reply {
  readonly code: number | undefined;
  /** RFC 3463. */
  readonly status: string | undefined;
  readonly text: string;
}

export function readReply(text: string): Reply {
  const code = /\b([245]\d\d)(?=[ -]|$)/.exec(text)?.[1];
  const status = /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(text)?.[1];
  return { code: code === undefined ? undefined : Number(code), status, text };
}

/** RFC 3463 §3 and RFC 5248's registry: what the second and third number say by themselves. */
const byStatus: Readonly<Record<string, BounceKind>> = {
  "1.1": "no-recipient",
  "1.2": "no-recipient",
  "1.3": "no-recipient",
  "1.6": "no-recipient",
  "1.10": "no-recipient",
  "2.1": "no-recipient",
  "2.2": "mailbox-full",
  "2.3": "too-large",
  "3.4": "too-large",
  "4.1": "later",
  "4.2": "later",
  "4.4": "later",
  "4.5": "later",
  "4.7": "timed-out",
  "5.3": "later",
  "6.0": "content",
  "7.0": "refused-infrastructure",
  "7.1": "refused-infrastructure",
  "7.8": "refused-infrastructure",
  "7.20": "refused-infrastructure",
  "7.21": "refused-infrastructure",
  "7.22": "refused-infrastructure",
  "7.23": "refused-infrastructure",
  "7.24": "refused-infrastructure",
  "7.25": "refused-infrastructure",
  "7.26": "refused-infrastructure",
  "7.27": "refused-infrastructure",
  "7.28": "later",
  "7.29": "refused-infrastructure",
};

/** Codes that say who is meant so plainly that no wording is asked. */
const plain = new Set(["1.1", "1.2", "1.3", "1.10", "2.2", "2.3", "3.4"]);

/** Words before codes: many servers give 5.7.1 for everything, and some 5.1.1 for their blocklist. */
function kindOfWords(text: string): BounceKind | undefined {
  const reply = readReply(text);
  const detail = reply.status?.slice(2);
  const known = detail === undefined ? undefined : byStatus[detail];
  const worded = providerReplies.find(([pattern]) => pattern.test(text))?.[1];
  if (worded === "refused-infrastructure" || worded === "suppressed") return worded;
  if (detail !== undefined && plain.has(detail) && known !== undefined) return known;
  if (worded !== undefined) return worded;
  return known;
}

/** Where no recipient has been named yet. */
const beforeRecipients: ReadonlySet<SmtpStep> = new Set([
  "connect",
  "tls",
  "greeting",
  "hello",
  "auth",
  "mail",
]);

/** `step`: what the server answered, where that is known. Who is refused before the recipient is named is us. */
export function kindOfReply(text: string, step: SmtpStep = "recipient"): BounceKind {
  const kind = kindOfWords(text);
  if (beforeRecipients.has(step)) {
    return kind === undefined || kind === "no-recipient" || kind === "mailbox-full"
      ? "refused-infrastructure"
      : kind;
  }
  if (kind !== undefined) return kind;
  const { code, status } = readReply(text);
  if (status !== undefined) return "other";
  if (step === "recipient") return code === 550 ? "no-recipient" : "other";
  // RFC 5321 §4.2.3: what the recipient's server has read is more than it can store. A bare 550 may be about anything there.
  return code === 552 ? "too-large" : "other";
}

/**
 * What a report says of a recipient. Its Status goes for what the diagnostic lacks, for many servers' replies have no such code; and who
 * was only refused for the time being until some server gave up (class 4) need not be unknown.
 */
export function kindOfReport(report: {
  readonly status: string | undefined;
  readonly diagnosticCode: string | undefined;
  readonly step?: SmtpStep | undefined;
}): BounceKind {
  const said = readReply(report.diagnosticCode ?? "");
  // RFC 3463 §3.1: x.0.0 says nothing.
  const status = report.status?.endsWith(".0.0") === true ? undefined : report.status;
  const kind = kindOfReply(
    said.status === undefined && status !== undefined ? `${status} ${said.text}` : said.text,
    report.step,
  );
  const first = said.code === undefined ? (said.status ?? status)?.charAt(0) : String(said.code).charAt(0);
  return kind === "no-recipient" && first === "4" ? "timed-out" : kind;
}

const types: Readonly<Record<BounceKind, BounceType>> = {
  "no-recipient": { type: "Permanent", subType: "General" },
  suppressed: { type: "Permanent", subType: "Suppressed" },
  invalid: { type: "Permanent", subType: "EmailValidationSuppressed" },
  "refused-infrastructure": { type: "Transient", subType: "General" },
  "mailbox-full": { type: "Transient", subType: "MailboxFull" },
  "too-large": { type: "Transient", subType: "MessageTooLarge" },
  content: { type: "Transient", subType: "ContentRejected" },
  attachment: { type: "Transient", subType: "AttachmentRejected" },
  later: { type: "Transient", subType: "General" },
  "timed-out": { type: "Transient", subType: "General" },
  other: { type: "Undetermined", subType: "Undetermined" },
};

export function bounceType(kind: BounceKind): BounceType {
  return types[kind];
}

const delays: Partial<Readonly<Record<BounceKind, string>>> = {
  "mailbox-full": "MailboxFull",
  content: "SpamDetected",
  "refused-infrastructure": "IPFailure",
  later: "RecipientServerError",
};

/** SES's delayType. A delay without a reply is one of the network. */
export function delayType(text: string): string {
  const { code, status } = readReply(text);
  if (code === undefined) return "TransientCommunicationFailure";
  // RFC 3463 §3.4: the state of the system that was spoken to.
  const otherwise = status?.startsWith("4.3.") === true ? "RecipientServerError" : "General";
  return delays[kindOfReply(text)] ?? otherwise;
}
