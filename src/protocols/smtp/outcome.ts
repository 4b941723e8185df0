import type { ConversationLine } from "./conversation.ts";
import { replyText, type SmtpReply } from "./reply.ts";
import type { TlsFault, TlsLevel } from "./tls.ts";

/** Where in the conversation something was decided. */
export type SmtpStep =
  | "checks"
  | "connect"
  | "tls"
  | "greeting"
  | "hello"
  | "auth"
  | "mail"
  | "recipient"
  | "data"
  | "final-dot";

/** Why something did not succeed: a reply, or what happened instead of one. */
export interface SmtpFailure {
  readonly status: "temporary-failure" | "permanent-failure";
  readonly step: SmtpStep;
  /** A sentence for people. */
  readonly reason: string;
  readonly reply?: SmtpReply;
  /** The machine that we run on could not: it says nothing of the server. */
  readonly isOurFault?: boolean;
  /** Of a failure at the step `tls`. */
  readonly tlsFault?: TlsFault;
}

/**
 * What became of one recipient. `uncertain`: the connection was lost after the final dot, so the server may or may not have the
 * message (RFC 5321 §4.2.5 leaves this open; RFC 1047); sending again may send twice.
 */
export type RecipientOutcome = { readonly address: string } & (
  | { readonly status: "delivered"; readonly reply: SmtpReply }
  | { readonly status: "uncertain"; readonly step: SmtpStep; readonly reason: string }
  | SmtpFailure
);

/**
 * `partially-delivered`: to some, and the rest say why not. A failure of several kinds counts as temporary while one recipient is.
 */
export interface SmtpDelivery {
  readonly status:
    | "delivered"
    | "partially-delivered"
    | "temporary-failure"
    | "permanent-failure"
    | "uncertain";
  /** In the order given. */
  readonly recipients: readonly RecipientOutcome[];
  readonly tls: TlsLevel;
  /** From the connection's first line on, but without the deliveries in between. */
  readonly conversation: readonly ConversationLine[];
}

export function statusOf(recipients: readonly RecipientOutcome[]): SmtpDelivery["status"] {
  const some = (status: RecipientOutcome["status"]) =>
    recipients.some((outcome) => outcome.status === status);
  if (some("uncertain")) return "uncertain";
  if (some("delivered")) {
    return recipients.every(({ status }) => status === "delivered") ? "delivered" : "partially-delivered";
  }
  return some("temporary-failure") ? "temporary-failure" : "permanent-failure";
}

const stepNames: Readonly<Record<SmtpStep, string>> = {
  checks: "the message",
  connect: "the connection",
  tls: "STARTTLS",
  greeting: "the connection",
  hello: "EHLO",
  auth: "the credentials",
  mail: "the sender",
  recipient: "the recipient",
  data: "DATA",
  "final-dot": "the message",
};

/** What the server takes nothing without, credentials or TLS, is ours to bring: the message is not at fault (RFC 4954 §6, RFC 3207 §4). */
const lacking = 530;

/** A reply that is not the hoped-for one. Only 5xx is final, and 552 for a recipient means too many of them (RFC 5321 §4.5.3.1.10). */
export function failureOf(step: SmtpStep, reply: SmtpReply): SmtpFailure {
  const isTooMany = step === "recipient" && reply.code === 552;
  const permanent = reply.code >= 500 && reply.code !== lacking && !isTooMany;
  return {
    status: permanent ? "permanent-failure" : "temporary-failure",
    step,
    reason: `The server answered ${stepNames[step]} with ${replyText(reply)}`,
    reply,
  };
}

export function temporary(step: SmtpStep, reason: string): SmtpFailure {
  return { status: "temporary-failure", step, reason };
}

export function permanent(step: SmtpStep, reason: string): SmtpFailure {
  return { status: "permanent-failure", step, reason };
}

/** Ends the opening of a connection. */
export class OpeningFailed extends Error {
  override readonly name = "OpeningFailed";
  readonly failure: SmtpFailure;

  constructor(failure: SmtpFailure) {
    super(failure.reason);
    this.failure = failure;
  }
}
