import { type Clock, minuteMs } from "./clock.ts";
import { Tally } from "./tally.ts";

/** So many a minute of one name, in this process. */
export class Rate {
  readonly #clock: Clock;
  readonly #perMinute: number;
  #minute = 0;
  #counts = new Tally();

  constructor(clock: Clock, perMinute: number) {
    this.#clock = clock;
    this.#perMinute = perMinute;
  }

  /** Counts one, and says whether it is within the rate. */
  admit(name: string): boolean {
    const minute = Math.floor(this.#clock.now() / minuteMs);
    if (minute !== this.#minute) this.#counts = new Tally();
    this.#minute = minute;
    if (this.#counts.of(name) >= this.#perMinute) return false;
    this.#counts.add(name);
    return true;
  }
}
