import type { Aftermath, Deliveries, EndedAttempt, RecipientResult } from "#features/delivery/index.ts";
import {
  defaultLifetimeMs,
  isComplaining,
  isOutOfOffice,
  isSimulated,
  newMessageId,
} from "#features/delivery/index.ts";
import type { EventSink, RaisedEvent } from "#features/sending/index.ts";
import type { Suppression, SuppressionReason, SuppressionRules } from "#features/suppression/index.ts";
import type { Change } from "#platform/change.ts";
import type { Clock } from "#platform/clock.ts";
import type { Owner } from "#platform/owner.ts";
import type { Random } from "#platform/random.ts";
import type { BounceKind } from "./bounce-kind.ts";
import { bounceType, delayType, kindOfReply } from "./classification.ts";
import {
  bounceDetail,
  complaintDetail,
  delayDetail,
  deliveryDetail,
  type FailedRecipient,
  failedRecipient,
} from "./event-details.ts";
import { automaticAnswer, noticeMessage } from "./forwarded-feedback.ts";
import type { Reported } from "./reported-messages.ts";
import type { FeedbackStore } from "./store.ts";

export interface FeedbackParts {
  readonly store: FeedbackStore;
  readonly deliveries: () => Pick<Deliveries, "changesToEnqueue" | "message">;
  readonly events: EventSink;
  readonly suppression: Pick<Suppression, "changesToAdd">;
  readonly suppressionRules: (
    owner: Owner,
    of: Pick<Reported["report"], "configurationSet" | "tenant"> & { readonly sentAt: number },
  ) => Promise<SuppressionRules>;
  readonly clock: Clock;
  readonly random: Random;
  readonly zone: string;
}

/** Delays are told of when they have lasted a while, and then no more than a few times. */
const toldOfDelays = new Set([3, 6, 10]);

/** A list says nothing new of them. */
const wasNotTried: ReadonlySet<BounceKind> = new Set(["suppressed", "invalid"]);

/** What follows for a message's sender from what became of it. */
export class Feedback {
  readonly #parts: FeedbackParts;

  constructor(parts: FeedbackParts) {
    this.#parts = parts;
  }

  /** Deliveries, bounces and delays, as an attempt ends. */
  readonly afterAttempt: Aftermath = async (ended) => {
    const message = ended.message ?? (await this.#parts.deliveries().message(ended.claim));
    if (message?.report === undefined) return [];
    const reported = { ...message, report: message.report };
    return [
      ...(await this.#raise(reported, [
        ...deliveredEvents(reported, ended, this.#parts.zone),
        ...delayEvents(ended),
      ])),
      ...(await this.#changesForFailures(reported, ended)),
      ...(await this.#changesForComplaints(reported, ended)),
      ...this.#changesToAnswer(reported, ended),
    ];
  };

  /** A bounce, whenever it is learnt of: the event, the suppression list, the sender's mail. */
  async changesToBounce(
    message: Reported,
    bounce: {
      readonly kind: BounceKind;
      readonly subType?: string;
      readonly recipients: readonly FailedRecipient[];
      readonly reportingMta: string | undefined;
      /** Of the server that refused it, where that was seen. */
      readonly remoteIp?: string | undefined;
    },
  ): Promise<readonly Change[]> {
    const at = this.#parts.clock.now();
    const type = bounceType(bounce.kind);
    const feedbackId = this.#feedbackId(message.owner);
    const detail = bounceDetail({
      ...bounce,
      at,
      feedbackId,
      bounce: { ...type, ...(bounce.subType === undefined ? {} : { subType: bounce.subType }) },
    });
    const isHard = type.type === "Permanent" && !wasNotTried.has(bounce.kind);
    return [
      ...(await this.#raise(message, [{ type: "Bounce", at, detail }])),
      ...(isHard
        ? await this.#changesToSuppress(message, bounce.recipients, { reason: "BOUNCE", feedbackId })
        : []),
      ...this.#changesToTell(message, bounce.recipients, {
        subject: "Delivery Status Notification (Failure)",
        opening: "Your message could not be delivered to:",
      }),
    ];
  }

  /** Somebody called it unwanted. */
  async changesToComplain(
    message: Reported,
    complaint: {
      readonly recipients: readonly string[];
      readonly feedbackType: string | undefined;
      readonly userAgent: string | undefined;
      readonly arrivalDate: string | undefined;
    },
  ): Promise<readonly Change[]> {
    const at = this.#parts.clock.now();
    const feedbackId = this.#feedbackId(message.owner);
    const detail = complaintDetail({ ...complaint, at, feedbackId });
    const recipients = complaint.recipients.map((address) => ({
      address,
      status: undefined,
      diagnosticCode: undefined,
    }));
    return [
      ...(await this.#raise(message, [{ type: "Complaint", at, detail }])),
      ...(await this.#changesToSuppress(message, recipients, { reason: "COMPLAINT", feedbackId })),
      ...this.#changesToTell(message, recipients, {
        subject: "Complaint about your message",
        opening: "These recipients reported your message as unwanted:",
      }),
    ];
  }

  /** Of whom a report came before, or comes while this is written, what follows from it has followed. */
  async #changesForFailures(message: Reported, ended: EndedAttempt): Promise<readonly Change[]> {
    const { claim, at } = ended;
    const { owner, id } = message;
    const results = failuresIn(ended);
    if (results.length === 0) return [];
    const { store, zone } = this.#parts;
    const known = await store.reported(owner, { messageId: id, kind: "bounce" });
    const failed = results.filter(({ recipient }) => !known.has(recipient));
    const changes = await Promise.all(
      [...Map.groupBy(failed, kindOfResult)].map(
        async ([kind, ofKind]) =>
          await this.changesToBounce(message, {
            kind,
            ...(kind === "timed-out" && claim.expiresAt - message.createdAt < defaultLifetimeMs
              ? { subType: "CustomTimeoutExceeded" }
              : {}),
            recipients: ofKind.map(failedRecipient),
            reportingMta: `dns; ${zone}`,
            remoteIp: ended.report.remoteIp,
          }),
      ),
    );
    const noted = [...new Set(failed.map(({ recipient }) => recipient))].map((recipient) =>
      store.insert(owner, { messageId: id, recipient, kind: "bounce", receivedAt: at }),
    );
    return [...noted, ...changes.flat()];
  }

  /** The mailbox simulator's: they come without a report. */
  async #changesForComplaints(message: Reported, { at, report }: EndedAttempt): Promise<readonly Change[]> {
    const delivered = report.recipients.filter(({ outcome }) => outcome === "delivered");
    const complaining = new Set(delivered.map(({ recipient }) => recipient).filter(isComplaining));
    if (complaining.size === 0) return [];
    const { owner, id } = message;
    const known = await this.#parts.store.reported(owner, { messageId: id, kind: "complaint" });
    const changes: Change[] = [];
    for (const recipient of complaining.difference(known)) {
      changes.push(
        this.#parts.store.insert(owner, { messageId: id, recipient, kind: "complaint", receivedAt: at }),
        ...(await this.changesToComplain(message, {
          recipients: [recipient],
          feedbackType: "abuse",
          userAgent: "Amazon SES Mailbox Simulator",
          arrivalDate: undefined,
        })),
      );
    }
    return changes;
  }

  async #raise({ id, owner, report }: Reported, events: readonly RaisedEvent[]): Promise<readonly Change[]> {
    if (events.length === 0) return [];
    const of = { owner, messageId: id, configurationSet: report.configurationSet };
    return await this.#parts.events.changesToRaise(of, events);
  }

  async #changesToSuppress(
    { id, owner, createdAt, report }: Reported,
    recipients: readonly FailedRecipient[],
    { reason, feedbackId }: { readonly reason: SuppressionReason; readonly feedbackId: string },
  ): Promise<readonly Change[]> {
    const { reasons, tenant } = await this.#parts.suppressionRules(owner, { ...report, sentAt: createdAt });
    if (!reasons.includes(reason)) return [];
    const real = recipients.filter(({ address }) => !isSimulated(address));
    return real.flatMap(({ address }) =>
      this.#parts.suppression.changesToAdd(
        { ...owner, tenant },
        { address, reason, messageId: id, feedbackId },
      ),
    );
  }

  #changesToTell(
    { id, owner, report }: Reported,
    recipients: readonly FailedRecipient[],
    words: { readonly subject: string; readonly opening: string },
  ): readonly Change[] {
    if (report.feedbackTo === undefined) return [];
    const { clock, random, zone } = this.#parts;
    const notice = { owner, to: report.feedbackTo, messageId: id, recipients, ...words };
    const message = noticeMessage(notice, { now: clock.now(), random, zone });
    return this.#parts.deliveries().changesToEnqueue(message);
  }

  #changesToAnswer({ id, owner, report }: Reported, ended: EndedAttempt): readonly Change[] {
    const { feedbackTo: to } = report;
    if (to === undefined) return [];
    const { clock, random, zone } = this.#parts;
    return ended.report.recipients
      .filter(({ recipient, outcome }) => outcome === "delivered" && isOutOfOffice(recipient))
      .flatMap(({ recipient }) => {
        const answer = automaticAnswer(
          { owner, to, messageId: id, recipient },
          { now: clock.now(), random, zone },
        );
        return this.#parts.deliveries().changesToEnqueue(answer);
      });
  }

  #feedbackId({ region }: Owner): string {
    return newMessageId(region, this.#parts.clock.now(), this.#parts.random);
  }
}

/** `reportingMta` is the host that sent, as SES has it, not the one that took the message. */
function deliveredEvents(
  { createdAt }: Reported,
  { at, report }: EndedAttempt,
  reportingMta: string,
): RaisedEvent[] {
  const results = report.recipients.filter(({ outcome }) => outcome === "delivered");
  if (results.length === 0) return [];
  const { remoteIp, outgoingIp } = report;
  return [
    {
      ...(outgoingIp === undefined ? {} : { tags: { "ses:outgoing-ip": [outgoingIp] } }),
      type: "Delivery",
      at,
      detail: deliveryDetail({ at, sentAt: createdAt, results, reportingMta, remoteIp }),
    },
  ];
}

/** Those who will not be tried again. */
function failuresIn({ parts, report }: EndedAttempt): readonly RecipientResult[] {
  const ended = new Set(
    parts
      .filter(({ state }) => state.is === "failed" || state.is === "uncertain")
      .flatMap(({ recipients }) => recipients),
  );
  return report.recipients.filter(({ recipient }) => ended.has(recipient));
}

function delayEvents({ claim, at, parts, report }: EndedAttempt): RaisedEvent[] {
  const waiting = new Set(
    parts.filter(({ state }) => state.is === "queued").flatMap(({ recipients }) => recipients),
  );
  const results = report.recipients.filter(({ recipient }) => waiting.has(recipient));
  const [first] = results;
  if (first === undefined || !toldOfDelays.has(claim.attempts)) return [];
  const detail = delayDetail({
    at,
    delayType: delayType(first.smtpReply ?? ""),
    expiresAt: claim.expiresAt,
    recipients: results.map(failedRecipient),
  });
  return [{ type: "DeliveryDelay", at, detail }];
}

/** What was still only deferred when the time was up has timed out, unless the last reply says more; what may have been taken has not. */
function kindOfResult({ outcome, reply, smtpReply, step, isInvalid }: RecipientResult): BounceKind {
  if (isInvalid === true) return "invalid";
  if (outcome === "uncertain") return "other";
  const kind = kindOfReply(smtpReply ?? reply, step);
  if (outcome === "refused") return kind;
  return kind === "mailbox-full" || kind === "content" ? kind : "timed-out";
}
