import { Budget } from "#platform/budget.ts";
import { type Clock, minuteMs } from "#platform/clock.ts";
import { Deadline } from "#platform/deadline.ts";
import { UnsignableMessage } from "#protocols/dkim/sign.ts";
import type { Deliveries } from "./deliveries.ts";
import type { Attempt, ClaimedDelivery, Outcome, StoredMessage } from "./delivery.ts";
import { LeaseLost } from "./queue-store.ts";
import type { Signatures } from "./signatures.ts";
import { NotNow, type Transport, type TransportReport } from "./transport.ts";

/** Less than the lease, so that there is time to record what came of it. */
const longestAttemptMs = 9 * minuteMs;
/** Of messages that are read, signed or on the wire: many small ones, or a few of 40 MB. */
const mostBytesAtOnce = 256 * 1024 * 1024;
const tookTooLong = new Error("The attempt took too long.");

/** Acts on claimed deliveries and has recorded what came of it. */
export class Deliverer {
  /** How many attempts at once are of use. */
  readonly concurrency: number;
  readonly #deliveries: Deliveries;
  readonly #signatures: Signatures;
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #memory = new Budget(mostBytesAtOnce);
  readonly #deadline: Deadline;

  constructor(parts: {
    deliveries: Deliveries;
    signatures: Signatures;
    transport: Transport;
    clock: Clock;
  }) {
    this.concurrency = parts.transport.concurrency;
    this.#deliveries = parts.deliveries;
    this.#signatures = parts.signatures;
    this.#transport = parts.transport;
    this.#clock = parts.clock;
    this.#deadline = new Deadline({ afterMs: longestAttemptMs, reason: tookTooLong, clock: parts.clock });
  }

  /**
   * Tries a delivery once. Aborted before the final dot it hands the delivery back; after it, it finishes. Throws what
   * it has no rule for; then the lease runs out, and the phase on disk decides.
   */
  async attempt(claim: ClaimedDelivery, signal: AbortSignal): Promise<AttemptEnd> {
    const startedAt = this.#clock.now();
    try {
      const acted = await this.#act(claim, signal);
      if (acted !== undefined) return await this.#deliveries.record(claim, startedAt, acted);
      await this.#deliveries.handBack(claim);
      return "handed-back";
    } catch (error) {
      if (error instanceof LeaseLost) return "lease-lost";
      if (!(error instanceof NotNow)) throw error;
      await this.#deliveries.handBack(claim, error.until);
      return "put-off";
    }
  }

  /** Undefined: stopped before anything was handed over. */
  async #act(claim: ClaimedDelivery, stop: AbortSignal): Promise<Acted | undefined> {
    if (claim.wasInterrupted) {
      return sameForAll(
        claim,
        "uncertain",
        "The process ended while it waited for the reply to the message.",
      );
    }
    using attempt = this.#deadline.begin(stop);
    const { signal } = attempt;
    try {
      return await this.#converse(claim, signal);
    } catch (error) {
      if (signal.aborted && error === stop.reason) return undefined;
      if (error === tookTooLong) return sameForAll(claim, "deferred", tookTooLong.message);
      if (error instanceof UnsignableMessage) return sameForAll(claim, "refused", error.message);
      throw error;
    }
  }

  async #converse(claim: ClaimedDelivery, signal: AbortSignal): Promise<Acted> {
    using _ = await this.#memory.take(claim.sizeBytes, signal);
    const message = await this.#deliveries.message(claim);
    if (message === undefined) return sameForAll(claim, "refused", "The message is no longer there.");
    const content = await this.#signatures.signed(message, this.#clock.now());
    signal.throwIfAborted();
    const report = await this.#transport.deliver(
      {
        messageId: message.id,
        owner: message.owner,
        from: message.envelopeFrom,
        domain: claim.recipientDomain,
        recipients: claim.recipients,
        rules: message.rules,
      },
      content,
      { beforeFinalDot: async () => await this.#deliveries.enterFinalDot(claim) },
      signal,
    );
    return { report, message };
  }
}

/** What came of a claim: of an attempt, or why there was none. */
export type AttemptEnd = Attempt["outcome"] | "handed-back" | "put-off" | "lease-lost";

interface Acted {
  readonly report: TransportReport;
  readonly message?: StoredMessage;
}

function sameForAll({ recipients }: ClaimedDelivery, outcome: Outcome, reply: string): Acted {
  const report = {
    recipients: recipients.map((recipient) => ({ recipient, outcome, reply })),
    peer: "",
    conversation: [],
  };
  return { report };
}
