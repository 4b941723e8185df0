import { type Clock, secondMs } from "#platform/clock.ts";
import type { SmtpConnection } from "#protocols/smtp/connection.ts";
import { openSmtpConnection, type SmtpConnectionOptions, type SmtpOpening } from "#protocols/smtp/open.ts";

const idleMs = 20 * secondMs;
/** Servers grow weary of a connection; many close it after a hundred messages. */
const mostMessages = 100;

/** A reason at hand: without one, every use would make an exception with its stack. */
const takenAgain = new Error("The connection is in use again.");

export interface PooledConnection {
  readonly connection: SmtpConnection;
  /** It has carried a message before, so the server may have closed it meanwhile without our noticing. */
  readonly isReused: boolean;
  /** Gives it back; it is kept for the next message or closed. */
  release(): void;
}

type Failure = Exclude<SmtpOpening, { status: "open" }>;

/** Connections to one server: no more than allowed at once, kept open between messages for a while. */
export class ConnectionPool implements AsyncDisposable {
  readonly #options: SmtpConnectionOptions;
  readonly #clock: Clock;
  readonly #limit: () => number;
  readonly #idle: { connection: SmtpConnection; messages: number; taken: AbortController }[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly #closing = new Set<Promise<void>>();
  #inUse = 0;
  #disposed = false;

  constructor(options: SmtpConnectionOptions, { clock, limit }: { clock: Clock; limit: () => number }) {
    this.#options = options;
    this.#clock = clock;
    this.#limit = limit;
  }

  /** Waits for a free place; then a connection, or why there is none. Throws the signal's reason. */
  async take(signal: AbortSignal, { fresh = false } = {}): Promise<PooledConnection | Failure> {
    await this.#place(signal);
    const kept = fresh ? undefined : this.#takeIdle();
    if (kept !== undefined) return this.#lend(kept.connection, kept.messages);
    let opening: SmtpOpening | undefined;
    try {
      opening = await openSmtpConnection(this.#options, signal);
    } finally {
      if (opening?.status !== "open") this.#leave();
    }
    return opening.status === "open" ? this.#lend(opening.connection, 0) : opening;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    for (const { connection, taken } of this.#idle.splice(0)) {
      taken.abort(takenAgain);
      this.#close(connection);
    }
    await Promise.all(this.#closing);
  }

  async #place(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#inUse < this.#limit()) {
      this.#inUse += 1;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const giveUp = () => {
      const at = this.#waiting.indexOf(resolve);
      if (at !== -1) this.#waiting.splice(at, 1);
      reject(signal.reason as Error);
    };
    this.#waiting.push(resolve);
    signal.addEventListener("abort", giveUp, { once: true });
    // Whoever leaves hands their place over: it is not counted anew.
    await promise.finally(() => signal.removeEventListener("abort", giveUp));
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#inUse -= 1;
    else next();
  }

  #takeIdle() {
    for (let kept = this.#idle.pop(); kept !== undefined; kept = this.#idle.pop()) {
      kept.taken.abort(takenAgain);
      if (kept.connection.isUsable) return kept;
      this.#close(kept.connection);
    }
    return undefined;
  }

  #lend(connection: SmtpConnection, messages: number): PooledConnection {
    return {
      connection,
      isReused: messages > 0,
      release: () => {
        this.#keep(connection, messages + 1);
        this.#leave();
      },
    };
  }

  #keep(connection: SmtpConnection, messages: number): void {
    if (this.#disposed || messages >= mostMessages || !connection.isUsable) {
      this.#close(connection);
      return;
    }
    const kept = { connection, messages, taken: new AbortController() };
    this.#idle.push(kept);
    this.#clock.sleep(idleMs, kept.taken.signal).then(
      () => {
        this.#idle.splice(this.#idle.indexOf(kept), 1);
        this.#close(connection);
      },
      () => {},
    );
  }

  #close(connection: SmtpConnection): void {
    const closed = connection[Symbol.asyncDispose]().finally(() => this.#closing.delete(closed));
    this.#closing.add(closed);
  }
}
