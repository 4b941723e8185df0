import { setTimeout as delay } from "node:timers/promises";
import { type Announcer, channel } from "./announcer.ts";
import type { Places } from "./places.ts";
import { Session } from "./session.ts";

/** How often the server is asked whether it is there. */
const usualPulseEveryMs = 2_000;
/** It has nothing else to do on this connection: no answer in this time, and it is not there. */
const answeredWithinMs = 3_000;
const pauseMs = 200;

/**
 * The one connection of a process that hears what others announce. It is opened anew whenever it breaks; what was said meanwhile is
 * lost, so after every opening anything may have changed. It also feels the server's pulse: where packets vanish, no connection ends
 * by itself for a quarter of an hour.
 */
export class Listener implements AsyncDisposable {
  readonly #places: Pick<Places, "first">;
  readonly #announcer: Pick<Announcer, "hear" | "missedSomething">;
  readonly #noPulse: () => void;
  readonly #pulseEveryMs: number;
  readonly #stopping = new AbortController();
  readonly #begun = Promise.withResolvers<void>();
  readonly #running: Promise<void>;

  constructor(parts: {
    readonly places: Pick<Places, "first">;
    readonly announcer: Pick<Announcer, "hear" | "missedSomething">;
    /** Whoever waits for an answer of the server waits in vain. */
    readonly noPulse: () => void;
    readonly pulseEveryMs?: number;
  }) {
    this.#places = parts.places;
    this.#announcer = parts.announcer;
    this.#noPulse = parts.noPulse;
    this.#pulseEveryMs = parts.pulseEveryMs ?? usualPulseEveryMs;
    this.#running = this.#run();
  }

  /** Resolves once it listens, or could not at the first try. */
  get begun(): Promise<void> {
    return this.#begun.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      await this.#listen().catch(() => {});
      this.#begun.resolve();
      await rest(pauseMs, this.#stopping.signal);
    }
  }

  /** Until the connection ends, the pulse is missing, or we are stopped. */
  async #listen(): Promise<void> {
    const hear = (payload: string) => this.#announcer.hear(payload);
    const session = await this.#places.first(async (url) => await Session.open(url, hear));
    // Waited for once: each wait for its end would be kept until then, and it may be months.
    const over = new AbortController();
    void session.ended.then(() => over.abort());
    const nothingToFeel = AbortSignal.any([this.#stopping.signal, over.signal]);
    try {
      await session.run({ sql: `listen ${channel}` });
      this.#announcer.missedSomething();
      this.#begun.resolve();
      while (!this.#stopping.signal.aborted) {
        await rest(this.#pulseEveryMs, nothingToFeel);
        await this.#feelPulse(session);
      }
    } finally {
      session.cut();
    }
  }

  async #feelPulse(session: Session): Promise<void> {
    const impatience = setTimeout(() => {
      session.cut();
      this.#noPulse();
    }, answeredWithinMs);
    try {
      await session.requireOriginal();
    } catch (error) {
      // What became a copy is not where we should be: whoever is with it is to look for the other one.
      if (!this.#stopping.signal.aborted) this.#noPulse();
      throw error;
    } finally {
      clearTimeout(impatience);
    }
  }
}

async function rest(ms: number, unless: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal: unless, ref: false }).catch(() => {});
}
