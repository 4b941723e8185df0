import { type Clock, minuteMs } from "#platform/clock.ts";
import { Nudge } from "#platform/nudge.ts";
import type { Gathered } from "#platform/sweep.ts";

/** A use is noted, and shown, as one of the first in so long. */
const notedEveryMs = 10 * minuteMs;
const mostKnown = 10_000;

/** When keys were used last, kept until it is written: whoever makes a call waits for none of it. */
export class KeyUses implements Gathered {
  readonly nudge = new Nudge();
  readonly #clock: Clock;
  readonly #noted = new Map<string, number>();
  #unwritten = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Of a key that was proven: a stranger's guesses take no place. */
  note(id: string): void {
    const now = this.#clock.now();
    const noted = this.#noted.get(id);
    // By a clock that was set back, what was noted is still to come, and counts for nothing.
    if (noted !== undefined && noted <= now && now < noted + notedEveryMs) return;
    if (this.#noted.size >= mostKnown) this.#noted.clear();
    this.#noted.set(id, now);
    const { isEmpty } = this;
    this.#unwritten.set(id, now);
    if (isEmpty) this.nudge.give();
  }

  get isEmpty(): boolean {
    return this.#unwritten.size === 0;
  }

  /** Those since it was asked last, by key; none is of a time to come. */
  take(): ReadonlyMap<string, number> {
    const now = this.#clock.now();
    const taken = new Map(Array.from(this.#unwritten, ([id, at]) => [id, Math.min(at, now)]));
    this.#unwritten.clear();
    return taken;
  }

  /** What could not be written after all. */
  putBack(taken: ReadonlyMap<string, number>): void {
    this.#unwritten = new Map([...taken, ...this.#unwritten]);
  }
}
