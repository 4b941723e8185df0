import { type Clock, isAhead, minuteMs, secondMs } from "#platform/clock.ts";

const firstRestMs = 5 * secondMs;
const longestRestMs = 5 * minuteMs;
/** Beyond so many, who may be told again is forgotten, whoever failed longest ago first. */
const mostRemembered = 1_000;

interface Failing {
  inARow: number;
  /** 0: it has not rested yet. */
  restMs: number;
  since: number;
  until: number;
}

/**
 * Who takes nothing rests, longer and longer, until something is taken again. One failure among successes is a matter of that event, which has
 * a time of its own to be told again: whoever refuses one in a hundred would rest nearly always.
 */
export class Rests {
  readonly #clock: Clock;
  readonly #patience: number;
  /** Who failed last comes last. */
  readonly #failing = new Map<string, Failing>();

  /** `patience`: so many failures in a row bring about the first rest. */
  constructor({ clock, patience }: { clock: Clock; patience: number }) {
    this.#clock = clock;
    this.#patience = patience;
  }

  /** Undefined: there is none. `isLongest`: nothing was taken for several minutes. */
  of(name: string): { readonly until: number; readonly isLongest: boolean } | undefined {
    const { until, restMs } = this.#failing.get(name) ?? { until: 0, restMs: 0 };
    const isResting = isAhead(until, { now: this.#clock.now(), atMostMs: restMs });
    return isResting ? { until, isLongest: restMs === longestRestMs } : undefined;
  }

  answered(name: string): void {
    this.#failing.delete(name);
  }

  /** `since`: when the try began. One that was under way when a rest began says nothing that was not known. */
  failed(name: string, since: number): void {
    const now = this.#clock.now();
    const failing = this.#remember(name);
    failing.inARow++;
    if (failing.inARow < this.#patience || (failing.restMs > 0 && since <= failing.since)) return;
    failing.restMs = Math.min(failing.restMs === 0 ? firstRestMs : failing.restMs * 2, longestRestMs);
    failing.since = now;
    failing.until = now + failing.restMs;
  }

  #remember(name: string): Failing {
    const failing = this.#failing.get(name) ?? { inARow: 0, restMs: 0, since: 0, until: 0 };
    this.#failing.delete(name);
    this.#failing.set(name, failing);
    if (this.#failing.size > mostRemembered) this.#forgetOne();
    return failing;
  }

  #forgetOne(): void {
    const now = this.#clock.now();
    for (const [name, { until }] of this.#failing) {
      if (until <= now) return void this.#failing.delete(name);
    }
  }
}
