import { type Clock, secondMs } from "#platform/clock.ts";
import type { SmtpConnection } from "#protocols/smtp/connection.ts";
import { openSmtpConnection, type SmtpConnectionOptions, type SmtpOpening } from "#protocols/smtp/open.ts";

const idleMs = 20 * secondMs;
/** Servers grow weary of a connection; many close it after a hundred messages. */
const mostMessages = 100;

const closed = new Error("The pool is closed.");

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
  readonly #closedBecause: () => string | undefined;
  /** The one that has been so for longest comes first. */
  readonly #idle: { connection: SmtpConnection; messages: number; until: number }[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly #closing = new Set<Promise<void>>();
  readonly #disposed = new AbortController();
  #inUse = 0;
  #isSweeping = false;

  constructor(
    options: SmtpConnectionOptions,
    parts: {
      clock: Clock;
      limit: () => number;
      /** Why nobody is to connect now, as who waited for a place may have found out. */
      closedBecause?: () => string | undefined;
    },
  ) {
    this.#options = options;
    this.#clock = parts.clock;
    this.#limit = parts.limit;
    this.#closedBecause = parts.closedBecause ?? (() => undefined);
  }

  /** Waits for a free place; then a connection, or why there is none. Throws the signal's reason. */
  async take(signal: AbortSignal, { fresh = false } = {}): Promise<PooledConnection | Failure> {
    await this.#place(signal);
    const reason = this.#closedBecause();
    if (reason !== undefined) {
      this.#leave();
      return { status: "temporary-failure", step: "connect", reason, conversation: [] };
    }
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

  /** There is no connection in it, and nobody who waits for one. */
  get isEmpty(): boolean {
    return (
      this.#inUse === 0 && this.#idle.length === 0 && this.#waiting.length === 0 && this.#closing.size === 0
    );
  }

  /** Those who wait go on as far as there is room now; what is kept and has none is closed. */
  limitChanged(): void {
    this.#admitWaiting();
    while (this.#idle.length > 0 && this.#hasTooMany) {
      const kept = this.#idle.shift();
      if (kept !== undefined) this.#close(kept.connection);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed.abort(closed);
    for (const { connection } of this.#idle.splice(0)) this.#close(connection);
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
    this.#inUse -= 1;
    // The limit may be another by now: fewer go on, or more.
    this.#admitWaiting();
  }

  get #hasTooMany(): boolean {
    return this.#inUse + this.#idle.length > this.#limit();
  }

  #admitWaiting(): void {
    while (this.#inUse < this.#limit()) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#inUse += 1;
      next();
    }
  }

  #takeIdle() {
    for (let kept = this.#idle.pop(); kept !== undefined; kept = this.#idle.pop()) {
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
    if (
      this.#disposed.signal.aborted ||
      messages >= mostMessages ||
      this.#hasTooMany ||
      !connection.isUsable
    ) {
      this.#close(connection);
      return;
    }
    this.#idle.push({ connection, messages, until: this.#clock.now() + idleMs });
    if (!this.#isSweeping) void this.#sweep();
  }

  /** One timer for all that are idle, not one for each message that a connection carries. */
  async #sweep(): Promise<void> {
    this.#isSweeping = true;
    try {
      for (let [oldest] = this.#idle; oldest !== undefined; [oldest] = this.#idle) {
        const leftMs = oldest.until - this.#clock.now();
        if (leftMs > 0) await this.#clock.sleep(leftMs, this.#disposed.signal);
        else this.#close(this.#idle.shift()?.connection ?? oldest.connection);
      }
    } catch (error) {
      if (error !== closed) throw error;
    } finally {
      this.#isSweeping = false;
    }
  }

  #close(connection: SmtpConnection): void {
    const closed = connection[Symbol.asyncDispose]().finally(() => this.#closing.delete(closed));
    this.#closing.add(closed);
  }
}
