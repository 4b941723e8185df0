import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "./clock.ts";

/** So many at once keep a processor busy; with fewer, whatever happens beside them is not felt. */
const many = 8;
/** Between two batches of answers nobody waits; that is no pause. */
const lullMs = 100;
/** What made them wait rests so many times as long as it took. */
const restFor = 3;
const longestRestMs = 100;

/** Who waits for an answer. What happens by itself can wait, they cannot: it holds back while they are many. */
export class Callers {
  readonly #clock: Clock;
  #waiting = 0;
  #manyAt = Number.NEGATIVE_INFINITY;
  readonly #answered: Disposable = { [Symbol.dispose]: () => void (this.#waiting -= 1) };

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get areMany(): boolean {
    return this.#waiting >= many || Math.abs(this.#clock.now() - this.#manyAt) < lullMs;
  }

  /** One more, until it is disposed of. */
  wait(): Disposable {
    this.#waiting += 1;
    if (this.#waiting >= many) this.#manyAt = this.#clock.now();
    return this.#answered;
  }

  /**
   * Resolves when something that took this long may be followed by more of it: while they are many, after a rest. By real
   * time, as the processor's is.
   */
  async makeWay(tookMs: number, signal: AbortSignal): Promise<void> {
    if (!this.areMany) return;
    await delay(Math.min(restFor * tookMs, longestRestMs), undefined, { signal }).catch(() => {});
  }
}
