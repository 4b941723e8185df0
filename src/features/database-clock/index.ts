import { type Clock, secondMs } from "#platform/clock.ts";
import type { Log } from "#platform/log.ts";
import type { DatabaseClockStore } from "./store.ts";

export { DatabaseClockStore } from "./store.ts";

const comparedEveryMs = 15 * secondMs;
/** An answer that took longer says too little about when it was given. */
const slowestAnswerMs = secondMs;
/**
 * Leases outlast what they are for by 15 s at least (a check's by that, a delivery's by more than a minute); one process may be ahead by as
 * much as another is behind.
 */
const mostSkewMs = 7 * secondMs;

/**
 * Compares the clock with that of the database, by which all who share it could agree. Leases are times: to a process whose clock is ahead,
 * those of others run out too early, so it would do their work a second time. It takes none while the two are too far apart.
 */
export class DatabaseClock implements AsyncDisposable {
  readonly #store: DatabaseClockStore;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #stopping = new AbortController();
  readonly #watching: Promise<void>;
  #aheadMs: number | undefined;
  #agrees = true;

  private constructor(parts: {
    readonly store: DatabaseClockStore;
    readonly clock: Clock;
    readonly log: Log;
  }) {
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.#log = parts.log;
    this.#watching = this.#watch();
  }

  /** Resolves once they were compared, or could not be. */
  static async watch(parts: {
    readonly store: DatabaseClockStore;
    readonly clock: Clock;
    readonly log: Log;
  }): Promise<DatabaseClock> {
    const clock = new DatabaseClock(parts);
    await clock.compare();
    return clock;
  }

  /** How far ours is ahead; negative where it is behind, undefined while nobody knows. */
  get aheadMs(): number | undefined {
    return this.#aheadMs;
  }

  /** Whether work may be claimed. So it is, too, while nobody knows. */
  get agrees(): boolean {
    return this.#agrees;
  }

  async compare(): Promise<void> {
    const before = this.#clock.now();
    // Whoever cannot be asked now is asked the next time; until then things stay as they were.
    const theirs = await this.#store.now().catch(() => undefined);
    const after = this.#clock.now();
    if (theirs === undefined || Math.abs(after - before) > slowestAnswerMs) return;
    this.#aheadMs = (before + after) / 2 - theirs;
    const agrees = Math.abs(this.#aheadMs) <= mostSkewMs;
    if (agrees === this.#agrees) return;
    this.#agrees = agrees;
    const seconds = Math.abs(this.#aheadMs / secondMs).toFixed(1);
    if (agrees) this.#log.info({}, "The clock agrees with the database's again: work goes on.");
    else {
      this.#log.error(
        {},
        `The clock is ${seconds} s ${this.#aheadMs < 0 ? "behind" : "ahead of"} the database's: no work is taken until they agree.`,
      );
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    await this.#watching;
  }

  async #watch(): Promise<void> {
    for (;;) {
      await this.#clock.sleep(comparedEveryMs, this.#stopping.signal).catch(() => {});
      if (this.#stopping.signal.aborted) return;
      await this.compare();
    }
  }
}
