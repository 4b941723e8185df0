import { type Clock, secondMs } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import type { Log } from "#platform/log.ts";
import { nameOf, type Owner } from "#platform/owner.ts";
import type { Random } from "#platform/random.ts";
import { Allowance } from "./allowance.ts";
import type { CallAllowanceStore } from "./store.ts";

export { CallAllowanceStore } from "./store.ts";

const mostKept = 10_000;
const allRegions = "*";
/** Who was refused more asks again after so long, and up to as long again, so that not always the same one is first. */
const shortestPauseMs = 50;
const furtherPauseMs = 100;
/** Of a second's calls, so many may be made before they were granted. */
const owedShare = 0.05;

/**
 * How often an account may call, over all processes that share the database. Each takes what it will need in the next moments beforehand,
 * so that a call is counted in memory; only the first of many, and those of an account that may call less than twenty times a second, wait
 * until there is an answer.
 */
export class CallRate {
  readonly #store: CallAllowanceStore;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #log: Log;
  readonly #perSecond: number;
  readonly #isByRegion: boolean;
  readonly #allowances = new Map<string, Allowance>();

  constructor(parts: {
    readonly store: CallAllowanceStore;
    readonly clock: Clock;
    readonly random: Random;
    readonly log: Log;
    readonly perSecond: number;
    /** Only where regions are known: otherwise whoever names another one is let in again. */
    readonly isByRegion: boolean;
  }) {
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#log = parts.log;
    this.#perSecond = parts.perSecond;
    this.#isByRegion = parts.isByRegion;
  }

  /** Counts a call. Throws `too-many-requests`. */
  async admit(caller: Owner): Promise<void> {
    const owner = this.#isByRegion ? caller : { ...caller, region: allRegions };
    const allowance = this.#allowanceOf(owner);
    allowance.noteCall(this.#clock.now());
    while (!this.#admits(owner, allowance)) {
      allowance.waiting += 1;
      await this.#fetch(owner, allowance).finally(() => (allowance.waiting -= 1));
    }
  }

  /** False: it is not known yet. */
  #admits(owner: Owner, allowance: Allowance): boolean {
    const now = this.#clock.now();
    const closedForMs = allowance.closedForMs(now);
    if (allowance.take(now)) {
      if (allowance.isLow && closedForMs === 0) void this.#fetch(owner, allowance);
      return true;
    }
    if (closedForMs > 0) {
      throw new CallerError("too-many-requests", "Rate exceeded", [], {
        retryAfterSeconds: Math.ceil(closedForMs / secondMs),
      });
    }
    if (allowance.owed + 1 > owedShare * this.#perSecond) return false;
    allowance.owed += 1;
    void this.#fetch(owner, allowance);
    return true;
  }

  #fetch(owner: Owner, allowance: Allowance): Promise<void> {
    allowance.fetching ??= this.#fetchNow(owner, allowance).finally(() => (allowance.fetching = undefined));
    return allowance.fetching;
  }

  async #fetchNow(owner: Owner, allowance: Allowance): Promise<void> {
    const { owed, wanted } = allowance;
    allowance.owed = 0;
    try {
      const now = this.#clock.now();
      const asked = { now, owed, wanted, perSecond: this.#perSecond };
      const { granted, waitMs } = await this.#store.take(owner, asked);
      allowance.grant(granted, this.#clock.now());
      if (waitMs > 0) allowance.close(this.#clock.now(), Math.max(waitMs, this.#pauseMs()));
    } catch (error) {
      // What the calls are for needs the database too, and says so itself.
      this.#log.warn({ err: error }, "How often an account may call could not be looked up.");
      allowance.grant(Number.POSITIVE_INFINITY, this.#clock.now());
    }
  }

  #pauseMs(): number {
    const [byte = 0] = this.#random.bytes(1);
    return shortestPauseMs + (furtherPauseMs * byte) / 256;
  }

  #allowanceOf(owner: Owner): Allowance {
    const name = nameOf(owner);
    let allowance = this.#allowances.get(name);
    if (allowance === undefined) {
      const [oldest] = this.#allowances.keys();
      if (oldest !== undefined && this.#allowances.size >= mostKept) this.#allowances.delete(oldest);
      allowance = new Allowance();
      this.#allowances.set(name, allowance);
    }
    return allowance;
  }
}
