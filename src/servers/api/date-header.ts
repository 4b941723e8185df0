import type { Clock } from "#platform/clock.ts";

/**
 * The `Date` of the clock that signatures are checked by, not of the machine: an SDK whose own clock is off learns the
 * difference from it and signs again.
 */
export class DateHeader {
  readonly #clock: Clock;
  #second = -1;
  #text = "";

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** RFC 9110 §5.6.7. Written once a second. */
  text(): string {
    const second = Math.floor(this.#clock.now() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#text = new Date(second * 1000).toUTCString();
    }
    return this.#text;
  }
}
