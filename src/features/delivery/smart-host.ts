import { type Clock, secondMs } from "#platform/clock.ts";
import type { SmtpMessage } from "#protocols/smtp/delivery.ts";
import type { RecipientOutcome, SmtpDelivery } from "#protocols/smtp/outcome.ts";
import { replyText } from "#protocols/smtp/reply.ts";
import type { SmartHostAddress } from "#protocols/smtp/smart-host-url.ts";
import { rfcTimeouts, type SmtpTimeouts } from "#protocols/smtp/timeouts.ts";
import { ConnectionPool } from "./connection-pool.ts";
import type { Outcome, RecipientResult } from "./delivery.ts";
import type { Envelope, Journal, Transport, TransportReport } from "./transport.ts";

/** How long a stop waits for the reply to a message that is out. */
const graceMs = 20 * secondMs;

export interface SmartHostOptions {
  readonly address: SmartHostAddress;
  /** What we call ourselves in EHLO: a host name or an address literal. */
  readonly clientName: string;
  readonly clock: Clock;
  readonly mostConnections?: number;
  readonly timeouts?: SmtpTimeouts;
  /** PEM certificates to trust instead of the system's. */
  readonly trustedCertificates?: readonly string[];
}

/** Hands every message to one server, which takes it from there. */
export function smartHostTransport(options: SmartHostOptions): Transport {
  return new SmartHost(options);
}

class SmartHost implements Transport {
  readonly concurrency: number;
  readonly #clock: Clock;
  readonly #peer: string;
  readonly #pool: ConnectionPool;

  constructor({ address, clientName, clock, mostConnections = 10, ...options }: SmartHostOptions) {
    // While some are on the wire, as many again are read, signed and recorded.
    this.concurrency = 2 * mostConnections;
    this.#clock = clock;
    this.#peer = `${address.host}:${address.port}`;
    this.#pool = new ConnectionPool(
      { ...address, clientName, clock, timeouts: rfcTimeouts, ...options },
      { clock, limit: mostConnections },
    );
  }

  async deliver(
    envelope: Envelope,
    content: Uint8Array,
    journal: Journal,
    signal: AbortSignal,
  ): Promise<TransportReport> {
    const { from, recipients } = envelope;
    const handover = new Handover(journal, signal, this.#clock);
    const message = { from, recipients, content, onPhase: handover.onPhase };
    try {
      const first = await this.#try(message, handover, { fresh: false });
      const report = first ?? (await this.#try(message, handover, { fresh: true }));
      handover.throwIfStopped();
      if (report === undefined) throw new Error("A fresh connection was taken for a reused one.");
      return report;
    } finally {
      handover.end();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool[Symbol.asyncDispose]();
  }

  /** Undefined: a connection that was kept open turned out to be dead, and nothing was lost by it. */
  async #try(
    message: SmtpMessage,
    handover: Handover,
    { fresh }: { fresh: boolean },
  ): Promise<TransportReport | undefined> {
    const taken = await this.#pool.take(handover.signal, { fresh });
    if (!("connection" in taken)) {
      const outcome = taken.status === "permanent-failure" ? "refused" : "deferred";
      const results = message.recipients.map(
        (recipient) => ({ recipient, outcome, reply: taken.reason }) as const,
      );
      return { recipients: results, peer: this.#peer, conversation: taken.conversation };
    }
    try {
      const delivery = await taken.connection.deliver(message, handover.signal);
      if (taken.isReused && !handover.isPastReturn && !fresh && diedSilently(delivery)) return undefined;
      const { tls, conversation } = delivery;
      return { recipients: delivery.recipients.map(toResult), peer: this.#peer, tls, conversation };
    } finally {
      taken.release();
    }
  }
}

/** Where a message stands between us and the server: up to the journal's entry it can be called back. */
class Handover {
  readonly #journal: Journal;
  readonly #stop: AbortSignal;
  readonly #clock: Clock;
  readonly #breakOff = new AbortController();
  readonly #ended = new AbortController();
  isPastReturn = false;

  constructor(journal: Journal, stop: AbortSignal, clock: Clock) {
    stop.throwIfAborted();
    this.#journal = journal;
    this.#stop = stop;
    this.#clock = clock;
    stop.addEventListener("abort", this.#onStop, { once: true });
  }

  /** Aborted at once when we are told to stop while the message can be called back, else after some grace. */
  get signal(): AbortSignal {
    return this.#breakOff.signal;
  }

  readonly onPhase: NonNullable<SmtpMessage["onPhase"]> = async (phase) => {
    if (phase !== "before-final-dot") return;
    this.#stop.throwIfAborted();
    // Not heeded while it is written: afterwards the disk says that the message may be out.
    this.isPastReturn = true;
    await this.#journal.beforeFinalDot();
  };

  throwIfStopped(): void {
    if (!this.isPastReturn) this.#stop.throwIfAborted();
  }

  end(): void {
    this.#ended.abort();
    this.#stop.removeEventListener("abort", this.#onStop);
  }

  readonly #onStop = (): void => {
    if (!this.isPastReturn) {
      this.#breakOff.abort(this.#stop.reason);
      return;
    }
    this.#clock.sleep(graceMs, this.#ended.signal).then(
      () => this.#breakOff.abort(this.#stop.reason),
      () => {},
    );
  };
}

function diedSilently({ recipients }: SmtpDelivery): boolean {
  return recipients.every((outcome) => outcome.status === "temporary-failure" && outcome.reply === undefined);
}

const outcomes: Readonly<Record<RecipientOutcome["status"], Outcome>> = {
  delivered: "delivered",
  uncertain: "uncertain",
  "temporary-failure": "deferred",
  "permanent-failure": "refused",
};

function toResult(outcome: RecipientOutcome): RecipientResult {
  return {
    recipient: outcome.address,
    outcome: outcomes[outcome.status],
    reply: outcome.status === "delivered" ? replyText(outcome.reply) : outcome.reason,
    ...("reply" in outcome && outcome.reply !== undefined ? { smtpReply: replyText(outcome.reply) } : {}),
  };
}
