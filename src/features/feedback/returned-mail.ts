import { type Deliveries, Overtaken, type ReturnPaths } from "#features/delivery/index.ts";
import type { Change } from "#platform/change.ts";
import type { Clock } from "#platform/clock.ts";
import type { Log } from "#platform/log.ts";
import { withoutProofs } from "#platform/proof-link.ts";
import {
  type FeedbackReport,
  readFeedbackReport,
  readForwardedComplaint,
} from "#protocols/arf/read-feedback-report.ts";
import { type DeliveryStatusNotification, readDsn } from "#protocols/dsn/read-dsn.ts";
import { readEximBounce } from "#protocols/dsn/read-exim-bounce.ts";
import { readQmailBounce } from "#protocols/dsn/read-qmail-bounce.ts";
import { type MimePart, readParts } from "#protocols/mime/parts.ts";
import { kindOfReport } from "./classification.ts";
import type { Feedback } from "./feedback.ts";
import type { FeedbackLoop } from "./feedback-loop.ts";
import { type Copy, type Recipients, type Reported, ReportedMessages } from "./reported-messages.ts";
import type { FeedbackStore } from "./store.ts";

export interface ReturnedMailParts {
  readonly store: FeedbackStore;
  readonly feedback: Feedback;
  readonly feedbackLoop: FeedbackLoop;
  readonly deliveries: Pick<Deliveries, "message" | "ofMessage">;
  readonly returnPaths: ReturnPaths;
  readonly clock: Clock;
  readonly log: Log;
  readonly zone: string;
}

/** Bounces and complaints that come back by mail, to the address that each message was sent from. */
export class ReturnedMail {
  readonly #parts: ReturnedMailParts;
  readonly #messages: ReportedMessages;

  constructor(parts: ReturnedMailParts) {
    this.#parts = parts;
    this.#messages = new ReportedMessages(parts);
  }

  /**
   * Whether mail to this address is for us: the return path of a message, at our domain or a customer's MAIL FROM domain; or the sender of
   * our own messages, which receivers ask about before they take one. What comes to that is dropped.
   */
  async accepts(recipient: string): Promise<boolean> {
    const lower = recipient.toLowerCase();
    if (lower === `no-reply@${this.#parts.zone}` || lower === this.#parts.feedbackLoop.address) return true;
    return await this.#messages.isReturnPath(recipient);
  }

  /**
   * Resolves once what follows from it is on disk. What is no report, and what names nobody that the message went to, is dropped: anybody
   * may write to a return path.
   */
  async receive({
    from,
    recipients,
    content,
  }: {
    readonly from: string;
    readonly recipients: readonly string[];
    readonly content: Uint8Array;
  }): Promise<void> {
    const isForLoop = recipients.some((one) => one.toLowerCase() === this.#parts.feedbackLoop.address);
    const returnPaths: string[] = [];
    for (const one of recipients) if (await this.#messages.isReturnPath(one)) returnPaths.push(one);
    // Taking apart what a stranger sent is work: it is done once, and for nobody else's mail.
    if (!isForLoop && returnPaths.length === 0) return;
    const parts = readParts(content);
    const dsn = readDsn(parts) ?? (from === "" ? readOldBounce(parts) : undefined);
    const complaint = dsn === undefined ? readFeedbackReport(parts) : undefined;
    if (isForLoop) {
      await this.#hear(dsn === undefined ? (complaint ?? readForwardedComplaint(parts)) : undefined);
    }
    for (const recipient of returnPaths) {
      const copy = await this.#messages.atReturnPath(recipient);
      if (copy === undefined) continue;
      if (dsn !== undefined) await this.#bounce(copy, dsn);
      else if (complaint !== undefined) await this.#complain(copy, complaint);
      else this.#parts.log.info({ messageId: copy.message.id }, "Mail at a return path was no report.");
    }
  }

  /** Of a feedback loop: it counts where it proves which message of ours it is about. */
  async #hear(complaint: FeedbackReport | undefined): Promise<void> {
    const proofs = complaint === undefined ? [] : this.#parts.feedbackLoop.proofsIn(complaint);
    for (const proof of proofs) {
      const copy =
        "messageId" in proof
          ? await this.#messages.withId(proof.messageId, proof.domain)
          : await this.#messages.atReturnPath(proof.returnPath);
      if (complaint === undefined || copy === undefined) continue;
      await this.#complain(copy, complaint);
      return;
    }
    this.#parts.log.info({}, "Mail at the feedback loop's address proved to be about no message of ours.");
  }

  async #bounce(copy: Copy, { recipients, reportingMta }: DeliveryStatusNotification): Promise<void> {
    const { message } = copy;
    const sentTo = await this.#messages.recipientsOf(copy);
    // Where mail is forwarded, the address that failed is one we never wrote to; of one recipient it is plain whose it is.
    const isOneOfOne = recipients.length === 1 && sentTo.all.length === 1;
    const known = new Set<string>();
    for (const { address, action, status, diagnosticCode, step } of recipients) {
      const recipient = sentTo.named(address) ?? (isOneOfOne ? sentTo.all[0] : undefined);
      // A stranger may name one in a hundred spellings: the first counts, and the others are to cost nothing.
      if (recipient === undefined || action !== "failed" || known.has(recipient)) continue;
      known.add(recipient);
      const said = diagnosticCode === undefined ? undefined : withoutProofs(diagnosticCode);
      const failed = { address: recipient, status, diagnosticCode: said };
      const kind = kindOfReport({ ...failed, step });
      await this.#once(
        message,
        { recipient, kind: "bounce" },
        async () =>
          await this.#parts.feedback.changesToBounce(message, { kind, recipients: [failed], reportingMta }),
      );
    }
  }

  async #complain(copy: Copy, report: FeedbackReport): Promise<void> {
    const { message } = copy;
    // RFC 5965 §7.3, RFC 6591: not every report is somebody's complaint.
    if (report.type === "not-spam" || report.type === "auth-failure") return;
    const complained = complainants(report, await this.#messages.recipientsOf(copy));
    if (complained.length === 0) {
      this.#parts.log.info({ messageId: message.id }, "A complaint does not say whose it is.");
    }
    for (const recipient of complained) {
      await this.#once(
        message,
        { recipient, kind: "complaint" },
        async () =>
          await this.#parts.feedback.changesToComplain(message, {
            recipients: [recipient],
            feedbackType: report.type,
            userAgent: report.userAgent,
            arrivalDate: report.arrivalDate,
          }),
      );
    }
  }

  async #once(
    { id, owner }: Reported,
    of: { readonly recipient: string; readonly kind: "bounce" | "complaint" },
    changes: () => Promise<readonly Change[]>,
  ): Promise<void> {
    const { store, clock } = this.#parts;
    const first = store.insert(owner, { ...of, messageId: id, receivedAt: clock.now() });
    try {
      await store.write([first, ...(await changes())]);
    } catch (error) {
      if (error instanceof Overtaken) return;
      throw error;
    }
  }
}

/** In forms for people, which only what comes from nobody, as a bounce must (RFC 5321 §4.5.5), is searched for. */
function readOldBounce(message: MimePart | undefined): DeliveryStatusNotification | undefined {
  return readQmailBounce(message) ?? readEximBounce(message);
}

/**
 * Many providers strike out who complained. Where there was one recipient, or one at the domain that was left standing, it is known all
 * the same.
 */
function complainants(report: FeedbackReport, sentTo: Recipients): readonly string[] {
  const meant = new Set(report.recipients.flatMap((address) => sentTo.named(address) ?? []));
  if (meant.size > 0) return [...meant];
  const { all } = sentTo;
  if (all.length === 1) return all;
  const domains = new Set(report.recipients.map(domainOf));
  const there = all.filter((address) => domains.has(domainOf(address)));
  return there.length === 1 ? there : [];
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1).toLowerCase();
}
