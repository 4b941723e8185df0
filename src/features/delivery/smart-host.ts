import type { Clock } from "#platform/clock.ts";
import type { SmartHostAddress } from "#protocols/smtp/smart-host-url.ts";
import { rfcTimeouts, type SmtpTimeouts } from "#protocols/smtp/timeouts.ts";
import { ConnectionPool } from "./connection-pool.ts";
import { handOver } from "./hand-over.ts";
import type { Envelope, Journal, Transport, TransportReport } from "./transport.ts";

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

  constructor({ address, clientName, clock, mostConnections = 20, ...options }: SmartHostOptions) {
    // While some are on the wire, many more are read, signed and recorded: the more of them, the more share a commit.
    this.concurrency = 10 * mostConnections;
    this.#clock = clock;
    this.#peer = `${address.host}:${address.port}`;
    this.#pool = new ConnectionPool(
      { ...address, clientName, clock, timeouts: rfcTimeouts, ...options },
      { clock, limit: () => mostConnections },
    );
  }

  async deliver(
    envelope: Envelope,
    content: Uint8Array,
    journal: Journal,
    stop: AbortSignal,
  ): Promise<TransportReport> {
    const attempt = await handOver(envelope, content, {
      pool: this.#pool,
      journal,
      stop,
      clock: this.#clock,
    });
    if (attempt.status === "conversed") return { ...attempt.report, peer: this.#peer };
    const { isPermanent, reason: reply, smtpReply, conversation } = attempt;
    const recipients = envelope.recipients.map((recipient) => ({
      recipient,
      outcome: isPermanent ? ("refused" as const) : ("deferred" as const),
      reply,
      ...(smtpReply === undefined ? {} : { smtpReply }),
    }));
    return { recipients, peer: this.#peer, conversation };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool[Symbol.asyncDispose]();
  }
}
