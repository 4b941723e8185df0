import { type Clock, minuteMs } from "#platform/clock.ts";

/** A use is noted, and shown, as one of the first in so long. */
const notedEveryMs = 10 * minuteMs;
const mostKnown = 10_000;

/** When keys were used last, kept until it is written: whoever makes a call waits for none of it. */
export class KeyUses {
  readonly #clock: Clock;
  readonly #knownUntil = new Map<string, number>();
  #unwritten = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Of a key that was proven: a stranger's guesses take no place. */
  note(id: string): void {
    const now = this.#clock.now();
    if (now < (this.#knownUntil.get(id) ?? 0)) return;
    if (this.#knownUntil.size >= mostKnown) this.#knownUntil.clear();
    this.#knownUntil.set(id, now + notedEveryMs);
    this.#unwritten.set(id, now);
  }

  /** Those since it was asked last, by key. */
  take(): ReadonlyMap<string, number> {
    const taken = this.#unwritten;
    this.#unwritten = new Map();
    return taken;
  }

  /** What could not be written after all. */
  putBack(taken: ReadonlyMap<string, number>): void {
    this.#unwritten = new Map([...taken, ...this.#unwritten]);
  }
}
