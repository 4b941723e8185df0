import type { Random } from "#platform/random.ts";

/** Of the counter: hexadecimal digits in a name. */
const digits = 6;

/** Names that sort in the order in which they were given, also those of one millisecond: time, a counter, and chance. */
export class EventIds {
  readonly #random: Random;
  #count = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  next(prefix: string, now: number): string {
    // Never begun again: while one message waits between two events of a moment, others have events of their own.
    this.#count = (this.#count + 1) % 16 ** digits;
    const time = now.toString(16).padStart(12, "0");
    const count = this.#count.toString(16).padStart(digits, "0");
    return `${prefix}_${time}-${count}-${Buffer.from(this.#random.bytes(8)).toString("hex")}`;
  }
}
