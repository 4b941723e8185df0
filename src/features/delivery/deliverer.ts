import { Budget } from "#platform/budget.ts";
import { type Clock, minuteMs, secondMs } from "#platform/clock.ts";
import { Deadline } from "#platform/deadline.ts";
import { Unavailable } from "#platform/errors.ts";
import { LeaseKeeper } from "#platform/lease-keeper.ts";
import { LeaseLost, leaseLostOrThrow } from "#platform/lease-lost.ts";
import { withoutProofs } from "#platform/proof-link.ts";
import { UnsignableMessage } from "#protocols/dkim/sign.ts";
import { type Deliveries, leaseMs } from "./deliveries.ts";
import type { Attempt, ClaimedDelivery, Outcome, StoredMessage } from "./delivery.ts";
import type { ReturnPaths } from "./return-paths.ts";
import type { Signatures } from "./signatures.ts";
import { type Journal, NoRoom, NotNow, type Transport, type TransportReport } from "./transport.ts";

/** RFC 5321 §4.5.3.2.6: a receiver may take 10 minutes to answer the final dot. */
const longestAttemptMs = 11 * minuteMs;
/** Often enough that a lease outlasts a minute and a half without the store. */
const renewedEveryMs = leaseMs / 4;
/** Of messages that are read, signed, on the wire or on their way into the store: many small ones, or a few of 40 MB. */
const mostBytesAtOnce = 256 * 1024 * 1024;
/** Who comes later after the end of its time has waited for us, or for the operator, and not for room alone: it is owed a last try. */
const inTimeMs = 5 * minuteMs;
const tookTooLong = new Error("The attempt took too long.");
const whyFaulty = "It could not be tried; the service's log says why.";

/** Tries claimed deliveries, and records what came of them. */
export class Deliverer {
  /** How many attempts at once are of use. */
  readonly concurrency: number;
  readonly #deliveries: Deliveries;
  readonly #returnPaths: ReturnPaths;
  readonly #signatures: Signatures;
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #memory = new Budget(mostBytesAtOnce);
  readonly #deadline: Deadline;
  readonly #leases: LeaseKeeper<ClaimedDelivery>;

  constructor(parts: {
    deliveries: Deliveries;
    returnPaths: ReturnPaths;
    signatures: Signatures;
    transport: Transport;
    clock: Clock;
  }) {
    this.concurrency = parts.transport.concurrency;
    this.#deliveries = parts.deliveries;
    this.#returnPaths = parts.returnPaths;
    this.#signatures = parts.signatures;
    this.#transport = parts.transport;
    this.#clock = parts.clock;
    this.#deadline = new Deadline({ afterMs: longestAttemptMs, reason: tookTooLong, clock: parts.clock });
    this.#leases = new LeaseKeeper({
      everyMs: renewedEveryMs,
      renew: async (claim) => await parts.deliveries.renew(claim),
      clock: parts.clock,
    });
  }

  /** Takes what is due under a lease, and nothing that is under way here. */
  async claimDue(limit: number): Promise<ClaimedDelivery[]> {
    await this.#leases.renewOverdue();
    return await this.#deliveries.claimDue(limit);
  }

  /**
   * Tries a delivery once. Aborted before the final dot it hands the delivery back; after it, it finishes. Throws what
   * it has no rule for; then the lease runs out, and the phase on disk decides, unless its time was up: nothing is tried for ever.
   */
  async attempt(claim: ClaimedDelivery, stop: AbortSignal): Promise<AttemptEnd> {
    const startedAt = this.#clock.now();
    // Both until the end is on record: what is written with it may be the message itself, and the store may be waited for.
    using memory = new DisposableStack();
    using _ = this.#leases.begin(claim);
    const insistently = async <Result>(write: () => Promise<Result>) =>
      await this.#insist(write, { until: startedAt + longestAttemptMs, stop });
    try {
      const acted = await this.#act(claim, stop, memory).catch((error: unknown) =>
        this.#toPutOff(claim, error),
      );
      if (acted === undefined) {
        await this.#deliveries.handBack(claim);
        return "handed-back";
      }
      if (acted instanceof NotNow) {
        await insistently(async () => await this.#deliveries.handBack(claim, acted));
        return "put-off";
      }
      const outcome = await insistently(async () => await this.#deliveries.record(claim, startedAt, acted));
      if (acted.fault !== undefined) throw acted.fault;
      return outcome;
    } catch (error) {
      return leaseLostOrThrow(error);
    }
  }

  /** What is out of reach before the final dot is tried again soon, and what has no room once there is some, in its time; throws everything else. */
  #toPutOff(claim: ClaimedDelivery, error: unknown): NotNow | Acted {
    const lateMs = this.#clock.now() - claim.expiresAt;
    if (error instanceof NoRoom && lateMs >= 0 && lateMs < inTimeMs) {
      const whose = error.site ?? claim.recipientDomain;
      return sameForAll(claim, "deferred", `Its time was up before the servers of ${whose} had room for it.`);
    }
    if (error instanceof NotNow) return error;
    if (error instanceof Unavailable) return new NotNow(this.#clock.now() + secondMs);
    throw error;
  }

  /** What is not on record is done again, and some of it would be done twice: so the store is waited for. */
  async #insist<Result>(
    write: () => Promise<Result>,
    { until, stop }: { readonly until: number; readonly stop: AbortSignal },
  ): Promise<Result> {
    for (;;) {
      try {
        return await write();
      } catch (error) {
        if (!(error instanceof Unavailable) || stop.aborted || this.#clock.now() > until) throw error;
        await this.#clock.sleep(secondMs, stop).catch(() => {});
      }
    }
  }

  /** Undefined: stopped before anything was handed over. */
  async #act(claim: ClaimedDelivery, stop: AbortSignal, memory: DisposableStack): Promise<Acted | undefined> {
    if (claim.wasInterrupted) {
      return sameForAll(
        claim,
        "uncertain",
        "The process ended while it waited for the reply to the message.",
      );
    }
    using attempt = this.#deadline.begin(stop);
    const { signal } = attempt;
    let mayBeOut = false;
    const journal: Journal = {
      beforeFinalDot: async () => {
        mayBeOut = true;
        await this.#deliveries.enterFinalDot(claim);
      },
    };
    try {
      memory.use(await this.#memory.take(claim.sizeBytes, signal));
      return await this.#converse(claim, journal, signal);
    } catch (error) {
      if (signal.aborted && error === stop.reason) return undefined;
      if (error === tookTooLong) return sameForAll(claim, "deferred", tookTooLong.message);
      if (error instanceof UnsignableMessage) return sameForAll(claim, "refused", error.message);
      if (mayBeOut || !isFault(error) || this.#clock.now() < claim.expiresAt) throw error;
      return { ...sameForAll(claim, "deferred", whyFaulty), fault: error as Error };
    }
  }

  async #converse(claim: ClaimedDelivery, journal: Journal, signal: AbortSignal): Promise<Acted> {
    const message = await this.#deliveries.message(claim);
    if (message === undefined) return sameForAll(claim, "refused", "The message is no longer there.");
    const { recipientDomain: domain } = claim;
    const report = await this.#transport.deliver(
      {
        messageId: message.id,
        owner: message.owner,
        from: this.#returnPaths.to(domain, message.envelopeFrom),
        domain,
        recipients: claim.recipients,
        rules: message.rules,
        report: message.report,
        sentAt: message.createdAt,
      },
      async () => {
        const signed = await this.#signatures.signed(message, domain, this.#clock.now());
        signal.throwIfAborted();
        return signed;
      },
      journal,
      signal,
    );
    return { report: toBeTold(report), message };
  }
}

/** What came of a claim: of an attempt, or why there was none. */
export type AttemptEnd = Attempt["outcome"] | "handed-back" | "put-off" | "lease-lost";

interface Acted {
  readonly report: TransportReport;
  readonly message?: StoredMessage;
  /** Ours: thrown once the end of the delivery is on record. */
  readonly fault?: Error;
}

/** Of ours: it says nothing of the message, of the servers or of the store. */
function isFault(error: unknown): boolean {
  return !(error instanceof NotNow || error instanceof Unavailable || error instanceof LeaseLost);
}

/** As its sender may read it. */
function toBeTold(report: TransportReport): TransportReport {
  return {
    ...report,
    recipients: report.recipients.map(({ smtpReply, ...result }) => ({
      ...result,
      reply: withoutProofs(result.reply),
      ...(smtpReply === undefined ? {} : { smtpReply: withoutProofs(smtpReply) }),
    })),
    conversation: report.conversation.map((line) => ({ ...line, text: withoutProofs(line.text) })),
  };
}

function sameForAll({ recipients }: ClaimedDelivery, outcome: Outcome, reply: string): Acted {
  const report = {
    recipients: recipients.map((recipient) => ({ recipient, outcome, reply })),
    peer: "",
    conversation: [],
  };
  return { report };
}
