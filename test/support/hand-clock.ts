import type { Clock } from "#platform/clock.ts";

interface Sleeper {
  readonly wakesAt: number;
  readonly wake: () => void;
}

/** A clock that stands still until a test moves it. */
export class HandClock implements Clock {
  #now: number;
  readonly #sleepers = new Set<Sleeper>();

  constructor(now = Date.UTC(2026, 10, 23, 12)) {
    this.#now = now;
  }

  /** How many wait for its time to pass. */
  get sleepers(): number {
    return this.#sleepers.size;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason as Error);
      const abort = () => {
        this.#sleepers.delete(sleeper);
        reject(signal?.reason as Error);
      };
      const sleeper: Sleeper = {
        wakesAt: this.#now + ms,
        wake: () => {
          signal?.removeEventListener("abort", abort);
          resolve();
        },
      };
      signal?.addEventListener("abort", abort, { once: true });
      this.#sleepers.add(sleeper);
    });
  }

  /** Lets time pass, and wakes whoever waited for a part of it. */
  advance(ms: number): void {
    this.#now += ms;
    for (const sleeper of this.#sleepers) {
      if (sleeper.wakesAt > this.#now) continue;
      this.#sleepers.delete(sleeper);
      sleeper.wake();
    }
  }

  /** Lets time have passed while nobody was awake: who waited for a part of it is yet to be woken. */
  leap(ms: number): void {
    this.#now += ms;
  }

  /** Lets time pass from one sleeper's waking to the next; `settle` waits until what was woken has done its work. */
  async pass(ms: number, settle: () => Promise<unknown>): Promise<void> {
    // What is under way now has yet to say when it wants to be woken.
    await settle();
    const end = this.#now + ms;
    for (;;) {
      const next = Math.min(...[...this.#sleepers].map(({ wakesAt }) => wakesAt));
      if (next > end) break;
      this.advance(Math.max(next - this.#now, 0));
      await settle();
    }
    this.advance(end - this.#now);
    await settle();
  }
}
