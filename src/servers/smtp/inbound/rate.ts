import { type Clock, minuteMs } from "#platform/clock.ts";
import { Tally } from "#platform/tally.ts";

/** So many messages a minute from one network. */
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
  admit(network: string): boolean {
    const minute = Math.floor(this.#clock.now() / minuteMs);
    if (minute !== this.#minute) this.#counts = new Tally();
    this.#minute = minute;
    if (this.#counts.of(network) >= this.#perMinute) return false;
    this.#counts.add(network);
    return true;
  }
}
