import { partOf, type Share, type Shared, type Shares } from "#features/shares/index.ts";
import type { Clock } from "#platform/clock.ts";
import type { SmartHostAddress } from "#protocols/smtp/smart-host-url.ts";
import { rfcTimeouts, type SmtpTimeouts } from "#protocols/smtp/timeouts.ts";
import { ConnectionPool, type Connections } from "./connection-pool.ts";
import { handOver } from "./hand-over.ts";
import type { Content, Envelope, Journal, Transport, TransportReport } from "./transport.ts";

export interface SmartHostOptions {
  readonly address: SmartHostAddress;
  /** What we call ourselves in EHLO: a host name or an address literal. */
  readonly clientName: string;
  readonly clock: Clock;
  /** Who else delivers; nobody where it is left out. */
  readonly shares?: Pick<Shares, "hold"> | undefined;
  readonly timeouts?: SmtpTimeouts;
  /** PEM certificates to trust instead of the system's. */
  readonly trustedCertificates?: readonly string[];
}

/** Of all processes together, where the operator says nothing else. */
const usualConnections = 20;
const mostAttempts = 1_000;

/** Hands every message to one server, which takes it from there. */
export function smartHostTransport(options: SmartHostOptions): Transport {
  return new SmartHost(options);
}

class SmartHost implements Transport, Shared {
  readonly name: string;
  readonly concurrency: number;
  readonly #shares: SmartHostOptions["shares"];
  readonly #clock: Clock;
  readonly #peer: string;
  readonly #pool: ConnectionPool;
  readonly #connections: Connections;
  #share: Share | undefined;
  #underWay = 0;

  constructor({ address, clientName, clock, shares, ...options }: SmartHostOptions) {
    const { mostConnections = usualConnections } = address;
    // While some are on the wire, many more are read, signed and recorded: the more of them, the more share a commit.
    this.concurrency = Math.min(10 * mostConnections, mostAttempts);
    this.#clock = clock;
    this.#peer = `${address.host}:${address.port}`;
    this.name = `smart-host ${this.#peer}`;
    this.#shares = shares;
    if (shares === undefined) this.#share = { place: 0, among: 1 };
    this.#pool = new ConnectionPool({
      clock,
      limit: () => (this.#share === undefined ? 1 : partOf(mostConnections, this.#share)),
    });
    this.#connections = this.#pool.to(this.#peer, {
      ...address,
      clientName,
      clock,
      timeouts: rfcTimeouts,
      ...options,
    });
  }

  get isBusy(): boolean {
    return this.#underWay > 1;
  }

  share(share: Share | undefined): void {
    this.#share = share;
    this.#pool.limitChanged();
  }

  async deliver(
    envelope: Envelope,
    content: Content,
    journal: Journal,
    stop: AbortSignal,
  ): Promise<TransportReport> {
    const signed = await content();
    this.#underWay += 1;
    if (this.isBusy) this.#shares?.hold(this);
    const by = { connections: this.#connections, journal, stop, clock: this.#clock };
    const attempt = await handOver(envelope, signed, by).finally(() => (this.#underWay -= 1));
    if (attempt.status === "conversed") return { ...attempt.report, peer: this.#peer };
    const { reason: reply, smtpReply, step, conversation } = attempt;
    // Whatever the host says before it has heard of a message is about us, and for the operator to mend.
    const recipients = envelope.recipients.map((recipient) => ({
      recipient,
      outcome: "deferred" as const,
      reply,
      step,
      ...(smtpReply === undefined ? {} : { smtpReply }),
    }));
    return { recipients, peer: this.#peer, conversation };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool[Symbol.asyncDispose]();
  }
}
