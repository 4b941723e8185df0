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

interface Idle {
  readonly server: string;
  readonly connection: SmtpConnection;
  readonly messages: number;
  readonly until: number;
}

interface Waiting {
  readonly server: string;
  readonly begin: () => void;
}

/** Those to one server. */
export interface Connections {
  /** Waits for a free place; then a connection, or why there is none. Throws the signal's reason. */
  take(signal: AbortSignal, how?: { readonly fresh?: boolean }): Promise<PooledConnection | Failure>;
}

/** Connections to the servers of one provider: no more than allowed at once, kept open between messages for a while. */
export class ConnectionPool implements AsyncDisposable {
  readonly #clock: Clock;
  readonly #limit: () => number;
  readonly #closedBecause: () => string | undefined;
  /** The one that has been so for longest comes first. */
  readonly #idle: Idle[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #closing = new Set<Promise<void>>();
  readonly #disposed = new AbortController();
  #inUse = 0;
  #isSweeping = false;

  constructor(parts: {
    clock: Clock;
    limit: () => number;
    /** Why nobody is to connect now, as who waited for a place may have found out. */
    closedBecause?: () => string | undefined;
  }) {
    this.#clock = parts.clock;
    this.#limit = parts.limit;
    this.#closedBecause = parts.closedBecause ?? (() => undefined);
  }

  /** `server`: which one, and how it is spoken to. */
  to(server: string, options: SmtpConnectionOptions): Connections {
    return { take: async (signal, how) => await this.#take(server, options, { signal, fresh: how?.fresh }) };
  }

  async #take(
    server: string,
    options: SmtpConnectionOptions,
    { signal, fresh = false }: { readonly signal: AbortSignal; readonly fresh: boolean | undefined },
  ): Promise<PooledConnection | Failure> {
    await this.#place(server, signal);
    const reason = this.#closedBecause();
    if (reason !== undefined) {
      this.#leave();
      return { status: "temporary-failure", step: "connect", reason, conversation: [] };
    }
    const kept = fresh ? undefined : this.#takeIdle(server);
    if (kept !== undefined) return this.#lend(server, kept.connection, kept.messages);
    this.#closeBeyondLimit();
    let opening: SmtpOpening | undefined;
    try {
      opening = await openSmtpConnection(options, signal);
    } finally {
      // Whoever goes on then is to find what the caller makes of it first.
      if (opening?.status !== "open") setImmediate(() => this.#leave());
    }
    return opening.status === "open" ? this.#lend(server, opening.connection, 0) : opening;
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
    this.#closeBeyondLimit();
  }

  #closeBeyondLimit(): void {
    while (this.#hasTooMany) {
      const kept = this.#idle.shift();
      if (kept === undefined) return;
      this.#close(kept.connection);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed.abort(closed);
    for (const { connection } of this.#idle.splice(0)) this.#close(connection);
    await Promise.all(this.#closing);
  }

  async #place(server: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#inUse < this.#limit()) {
      this.#inUse += 1;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting = { server, begin: resolve };
    const giveUp = () => {
      const at = this.#waiting.indexOf(waiting);
      if (at !== -1) this.#waiting.splice(at, 1);
      reject(signal.reason as Error);
    };
    this.#waiting.push(waiting);
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

  /** Whom a connection is kept for goes first: no other need be made, and it is not kept for ever (`mostMessages`). */
  #admitWaiting(): void {
    while (this.#inUse < this.#limit() && this.#waiting.length > 0) {
      const served = this.#waiting.findIndex(({ server }) =>
        this.#idle.some((kept) => kept.server === server),
      );
      const [next] = this.#waiting.splice(Math.max(served, 0), 1);
      this.#inUse += 1;
      next?.begin();
    }
  }

  #takeIdle(server: string): Idle | undefined {
    for (let at = this.#idle.length - 1; at >= 0; at--) {
      const kept = this.#idle[at];
      if (kept?.server !== server) continue;
      this.#idle.splice(at, 1);
      if (kept.connection.isUsable) return kept;
      this.#close(kept.connection);
    }
    return undefined;
  }

  #lend(server: string, connection: SmtpConnection, messages: number): PooledConnection {
    return {
      connection,
      isReused: messages > 0,
      release: () => {
        this.#keep(server, connection, messages + 1);
        this.#leave();
      },
    };
  }

  #keep(server: string, connection: SmtpConnection, messages: number): void {
    if (
      this.#disposed.signal.aborted ||
      messages >= mostMessages ||
      this.#hasTooMany ||
      !connection.isUsable
    ) {
      this.#close(connection);
      return;
    }
    this.#idle.push({ server, connection, messages, until: this.#clock.now() + idleMs });
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
