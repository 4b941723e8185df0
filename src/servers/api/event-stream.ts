import { Readable } from "node:stream";
import { type Clock, minuteMs, secondMs } from "#platform/clock.ts";

/** One of a stream of server-sent events. */
export interface SentEvent {
  readonly event: string;
  readonly data: object;
}

/** Less than proxies wait before they take a silent connection for a dead one. */
const heartbeatMs = 15 * secondMs;
/** A client comes again by itself, and shows its credentials anew. */
const longestMs = 10 * minuteMs;

/** What ends a stream beside its client and its time. */
export interface StreamBounds {
  readonly serverEnds: AbortSignal;
  /** Whether the credentials that it was asked for with are in force. */
  readonly mayGoOn: () => Promise<boolean>;
}

/**
 * An answer that goes on, as `text/event-stream` (WHATWG HTML §9.2). It is read no faster than the client takes it, and ends
 * with its client, with the server, with the credentials that were shown for it, or after a while.
 */
export class EventStream {
  readonly #batches: AsyncGenerator<readonly SentEvent[]>;
  readonly #clock: Clock;
  readonly #end: AbortController;
  readonly #endsAt: number;
  #lastSentAt: number;

  /** `end` is what ends the batches. */
  constructor(batches: AsyncGenerator<readonly SentEvent[]>, parts: { clock: Clock; end: AbortController }) {
    this.#batches = batches;
    this.#clock = parts.clock;
    this.#end = parts.end;
    this.#lastSentAt = parts.clock.now();
    this.#endsAt = this.#lastSentAt + longestMs;
  }

  open({ serverEnds, mayGoOn }: StreamBounds): Readable {
    const end = () => this.#end.abort();
    if (serverEnds.aborted) end();
    serverEnds.addEventListener("abort", end, { once: true });
    const readable = new Readable({
      read: () => {
        this.#next(mayGoOn).then(
          (text) => readable.push(text),
          (error: unknown) => readable.destroy(error as Error),
        );
      },
      destroy: (error, done) => {
        serverEnds.removeEventListener("abort", end);
        end();
        this.#batches.return(undefined).then(
          () => done(error),
          () => done(error),
        );
      },
    });
    return readable;
  }

  /** Null at the end. */
  async #next(mayGoOn: StreamBounds["mayGoOn"]): Promise<string | null> {
    for (;;) {
      const { value, done } = await this.#batches.next();
      if (done === true || this.#clock.now() >= this.#endsAt || !(await mayGoOn())) return null;
      const text = value.map(toText).join("");
      const now = this.#clock.now();
      if (text === "" && now - this.#lastSentAt < heartbeatMs) continue;
      this.#lastSentAt = now;
      return text === "" ? ":\n\n" : text;
    }
  }
}

/** JSON has no line ends of its own. */
function toText({ event, data }: SentEvent): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
