import type { Outcome, RecipientResult } from "#features/delivery/delivery.ts";
import type { ServerAttempt } from "#features/delivery/hand-over.ts";
import type { Envelope, TransportReport } from "#features/delivery/transport.ts";
import type { SmtpStep } from "#protocols/smtp/outcome.ts";
import { isAboutRate } from "./rate-reply.ts";
import type { SiteOutcome } from "./site.ts";

/** A server of a domain, at one of its addresses. */
export interface Target {
  readonly host: string;
  readonly address: string;
}

/** What came of a conversation, for the message and for the provider's limits. */
export interface Visit {
  readonly report: TransportReport;
  readonly reached: SiteOutcome;
}

export function visitOf(
  { host: peer, address: remoteIp }: Target,
  report: Omit<TransportReport, "peer">,
  source: string | undefined,
): Visit {
  const outgoing = source === undefined ? {} : { outgoingIp: source };
  return { report: { ...report, peer, remoteIp, ...outgoing }, reached: judged(report.recipients) };
}

/** Whether another host may have what this one puts off for everybody. Where it says that we send too much, the others will too. */
export function mayAskAnother({ report, reached }: Visit): boolean {
  return reached !== "overrun" && report.recipients.every(({ outcome }) => outcome === "deferred");
}

/**
 * What two hosts say together. The better one, which put it off, has the say on whom the other does not take: a neglected backup refuses
 * whom the first will have in a while.
 */
export function after(putOff: Visit, next: Visit): Visit {
  const isTaken = ({ outcome }: RecipientResult) => outcome === "delivered" || outcome === "uncertain";
  const { report, reached } = next.report.recipients.some(isTaken) ? next : putOff;
  return {
    report: {
      ...report,
      recipients: next.report.recipients.map((result) =>
        isTaken(result)
          ? result
          : (putOff.report.recipients.find(({ recipient }) => recipient === result.recipient) ?? result),
      ),
      conversation: [...putOff.report.conversation, ...next.report.conversation],
    },
    reached,
  };
}

export function pushedBackWith(smtpReply: string): "pushed-back" | "overrun" {
  return isAboutRate(smtpReply) ? "overrun" : "pushed-back";
}

/** No answer: beside a server that was reached, one that was not says nothing of the site. */
export function silenceAfter(step: SmtpStep, reached: SiteOutcome): SiteOutcome {
  if (step !== "connect" && step !== "greeting") return "fell-silent";
  return reached === "undecided" ? "unreachable" : reached;
}

function judged(recipients: readonly RecipientResult[]): SiteOutcome {
  // 421 and 4xx for everybody: the server has enough for now.
  const isPushedBack = recipients.every(
    ({ outcome, smtpReply }) => outcome === "deferred" && (smtpReply ?? "").startsWith("4"),
  );
  if (isPushedBack) return pushedBackWith(recipients[0]?.smtpReply ?? "");
  const isSilent = recipients.every(
    ({ outcome, smtpReply }) =>
      smtpReply === undefined && (outcome === "deferred" || outcome === "uncertain"),
  );
  return isSilent ? "fell-silent" : "went-well";
}

export function reportOf(
  envelope: Envelope,
  { host, address }: Target,
  { isPermanent, reason, smtpReply, step, conversation }: Extract<ServerAttempt, { status: "not-connected" }>,
): TransportReport {
  const result = {
    outcome: isPermanent ? ("refused" as const) : ("deferred" as const),
    reply: reason,
    step,
    ...(smtpReply === undefined ? {} : { smtpReply }),
  };
  return { ...sameForAll(envelope, result), peer: host, remoteIp: address, conversation };
}

export function sameForAll(
  { recipients }: Envelope,
  result: {
    readonly outcome: Outcome;
    readonly reply: string;
    readonly smtpReply?: string;
    readonly step?: SmtpStep;
  },
): TransportReport {
  return {
    recipients: recipients.map((recipient) => ({ recipient, ...result })),
    peer: "",
    conversation: [],
  };
}

/** Whether it was TLS that failed, and not the server that declined it. */
export function hasBrokenTls({
  step,
  smtpReply,
}: Extract<ServerAttempt, { status: "not-connected" }>): boolean {
  return step === "tls" && smtpReply === undefined;
}
