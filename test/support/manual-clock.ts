import { setImmediate as turn } from "node:timers/promises";
import type { Clock } from "#platform/clock.ts";

interface Sleeper {
  readonly wakesAt: number;
  wake(): void;
}

/** A clock that a test moves. Whoever sleeps wakes in the order of waking, and gets to act before the next one does. */
export class ManualClock implements Clock {
  #now: number;
  readonly #sleepers = new Set<Sleeper>();

  constructor(now = Date.parse("2026-01-15T12:00:00Z")) {
    this.#now = now;
  }

  /** How many wait for its time to pass. */
  get sleepers(): number {
    return this.#sleepers.size;
  }

  now(): number {
    return this.#now;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const finish = (settle: () => void) => {
        this.#sleepers.delete(sleeper);
        signal?.removeEventListener("abort", abort);
        settle();
      };
      const abort = () => finish(() => reject(signal?.reason as Error));
      const sleeper: Sleeper = { wakesAt: this.#now + Math.max(ms, 0), wake: () => finish(resolve) };
      this.#sleepers.add(sleeper);
      signal?.addEventListener("abort", abort, { once: true });
    });
  }

  /** Lets time pass. `settle` waits until whoever was woken has done what there was to do. */
  async advance(ms: number, settle: () => Promise<void> = turn): Promise<void> {
    const target = this.#now + ms;
    for (;;) {
      const next = [...this.#sleepers].filter(({ wakesAt }) => wakesAt <= target).sort(byTime)[0];
      if (next === undefined) break;
      this.#now = Math.max(this.#now, next.wakesAt);
      next.wake();
      await settle();
    }
    this.#now = target;
    await settle();
  }
}

function byTime(a: Sleeper, b: Sleeper): number {
  return a.wakesAt - b.wakesAt;
}
