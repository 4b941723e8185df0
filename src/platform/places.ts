import { type Clock, minuteMs, secondMs } from "#platform/clock.ts";

/** What there is under one name. */
interface Line {
  taken: number;
  /** How long one took of late. */
  stayMs: number | undefined;
  lastPlanned: number;
}

const shortestWaitMs = secondMs;
/** Places may be free again sooner than they were of late. */
const longestWaitMs = minuteMs;
/** So many are remembered while nothing of theirs is under way. */
const mostLines = 1_000;

/**
 * Places by name. Who finds none is told of a time of its own as far as is known, or all that wait for a slow one would be claimed and put off
 * again every second.
 */
export class Places {
  readonly #clock: Clock;
  readonly #most: (takenInAll: number) => number;
  readonly #lines = new Map<string, Line>();
  #taken = 0;

  /** `most`: for each name, while so many are taken in all; one at least. */
  constructor({ clock, most }: { clock: Clock; most: (takenInAll: number) => number }) {
    this.#clock = clock;
    this.#most = most;
  }

  /** When there may be a place; undefined: there is one. */
  fullUntil(name: string): number | undefined {
    const line = this.#lines.get(name);
    const most = this.#most(this.#taken);
    if (line === undefined || line.taken < most) return undefined;
    const now = this.#clock.now();
    const planned = Math.max(line.lastPlanned, now) + (line.stayMs ?? 0) / most;
    line.lastPlanned = Math.min(planned, now + longestWaitMs);
    return Math.max(Math.ceil(line.lastPlanned), now + shortestWaitMs);
  }

  /** Until it is disposed of. */
  take(name: string): Disposable {
    const line = this.#lineOf(name);
    const since = this.#clock.now();
    line.taken++;
    this.#taken++;
    return {
      [Symbol.dispose]: () => {
        line.taken--;
        this.#taken--;
        const tookMs = this.#clock.now() - since;
        line.stayMs = line.stayMs === undefined ? tookMs : 0.9 * line.stayMs + 0.1 * tookMs;
      },
    };
  }

  #lineOf(name: string): Line {
    const known = this.#lines.get(name);
    if (known !== undefined) return known;
    if (this.#lines.size >= mostLines) {
      for (const [each, { taken }] of this.#lines) if (taken === 0) this.#lines.delete(each);
    }
    const line: Line = { taken: 0, stayMs: undefined, lastPlanned: 0 };
    this.#lines.set(name, line);
    return line;
  }
}
