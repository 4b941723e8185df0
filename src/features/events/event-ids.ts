import type { Random } from "#platform/random.ts";

/** Names that sort in the order in which they were given, also those of one millisecond: time, a counter, and chance. */
export class EventIds {
  readonly #random: Random;
  #lastAt = 0;
  #count = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  next(prefix: string, now: number): string {
    this.#count = now === this.#lastAt ? this.#count + 1 : 0;
    this.#lastAt = now;
    const time = now.toString(16).padStart(12, "0");
    const count = this.#count.toString(16).padStart(6, "0");
    return `${prefix}_${time}-${count}-${Buffer.from(this.#random.bytes(8)).toString("hex")}`;
  }
}
