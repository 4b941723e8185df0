import type { Clock } from "./clock.ts";

/** So many at once keep a processor busy; with fewer, whatever happens beside them is not felt. */
const many = 8;
/** Between two batches of answers nobody waits; that is no pause. */
const lullMs = 100;

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
}
