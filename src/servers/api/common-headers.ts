import type { Clock } from "#platform/clock.ts";

/** What every answer has, by name and value in turn. Written once a second. */
export class CommonHeaders {
  readonly #clock: Clock;
  readonly #isRetired: () => boolean;
  #second = -1;
  #wasRetired = false;
  #list: readonly string[] = [];

  constructor(clock: Clock, isRetired: () => boolean) {
    this.#clock = clock;
    this.#isRetired = isRetired;
  }

  /**
   * The `Date` is of the clock that signatures are checked by, not of the machine: an SDK whose own clock is off learns the
   * difference from it and signs again. RFC 9110 §5.6.7.
   */
  list(): readonly string[] {
    const second = Math.floor(this.#clock.now() / 1000);
    const isRetired = this.#isRetired();
    if (second !== this.#second || isRetired !== this.#wasRetired) {
      this.#second = second;
      this.#wasRetired = isRetired;
      this.#list = [
        "date",
        new Date(second * 1000).toUTCString(),
        "x-content-type-options",
        "nosniff",
        // Clients of one that is about to stop go elsewhere.
        ...(isRetired ? ["connection", "close"] : []),
      ];
    }
    return this.#list;
  }
}
