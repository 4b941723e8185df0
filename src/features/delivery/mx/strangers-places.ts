import { type Clock, minuteMs, secondMs } from "#platform/clock.ts";

/** Of all places, how many are for strangers: the rest is for servers that answer. */
const strangersShare = 0.75;
/** Of all places, how many are for those that did not answer when they were last tried: the rest is for those never tried. */
const silentShare = 0.5;
/** At least so long a place is thought to be taken: the first to leave are the fast ones, which say little of the others. */
const shortestStayMs = secondMs;
/** Places may be free again sooner than they were of late. */
const longestPlanMs = minuteMs;

/**
 * Places for servers that have not answered yet. Each may take as long as it likes over saying nothing, so they must not have all there are;
 * and who finds none is told of a time of its own, or all that wait would be claimed and put off again every few seconds.
 */
export class StrangersPlaces {
  readonly #places: number;
  readonly #clock: Clock;
  #taken = 0;
  #stayMs = shortestStayMs;
  #lastPlanned = Number.NEGATIVE_INFINITY;

  constructor({ places, clock }: { places: number; clock: Clock }) {
    this.#places = places;
    this.#clock = clock;
  }

  /** A place until it is disposed of, or when there may be one. */
  enter({ wasSilent }: { readonly wasSilent: boolean }): Disposable | { readonly busyUntil: number } {
    const enteredAt = this.#clock.now();
    const most = this.#places * (wasSilent ? silentShare : strangersShare);
    if (this.#taken >= most) return { busyUntil: this.#plan(enteredAt) };
    this.#taken++;
    return {
      [Symbol.dispose]: () => {
        this.#taken--;
        this.#stayMs = 0.9 * this.#stayMs + 0.1 * (this.#clock.now() - enteredAt);
      },
    };
  }

  /** When a place is to be free that nobody was told of yet. */
  #plan(now: number): number {
    const turnMs = Math.max(this.#stayMs, shortestStayMs) / (strangersShare * this.#places);
    this.#lastPlanned = Math.min(Math.max(this.#lastPlanned, now) + turnMs, now + longestPlanMs);
    return Math.ceil(this.#lastPlanned);
  }
}
