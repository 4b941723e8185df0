import type { ImapFlow } from "imapflow";

/** More than a mailbox of thousands of folders tells, or anybody writes above a message. */
export const mostOctets = 1_000_000;
const weighedEveryMs = 100;

/** Closes a connection that lasts too long or brings too much, or that nobody wants any more. */
export class ConnectionBounds implements Disposable {
  readonly #client: Pick<ImapFlow, "close" | "stats">;
  readonly #patience: NodeJS.Timeout;
  readonly #weighing: NodeJS.Timeout;
  readonly #stop: AbortSignal | undefined;
  readonly #stopped = () => this.#end(this.#stop?.reason);
  #reason: unknown;

  constructor(client: Pick<ImapFlow, "close" | "stats">, patienceMs: number, stop: AbortSignal | undefined) {
    this.#client = client;
    this.#stop = stop;
    this.#patience = setTimeout(() => this.#end(new Error("The server took too long.")), patienceMs);
    this.#weighing = setInterval(() => {
      if (client.stats().received > mostOctets) this.#end(new Error("The server said too much."));
    }, weighedEveryMs);
    stop?.addEventListener("abort", this.#stopped, { once: true });
  }

  /** Why the connection was closed; undefined where it was not. */
  get reason(): unknown {
    return this.#reason;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#patience);
    clearInterval(this.#weighing);
    this.#stop?.removeEventListener("abort", this.#stopped);
  }

  #end(reason: unknown): void {
    this.#reason ??= reason;
    this.#client.close();
  }
}
