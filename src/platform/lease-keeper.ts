import type { Clock } from "./clock.ts";

interface UnderWay<Claim> {
  readonly claim: Claim;
  readonly since: number;
}

/** A reason at hand: without one, every time would make an exception with its stack. */
const nothingLeft = new Error("Nothing is under way any more.");

/** Renews the leases of work that takes long: one timer for all of it. */
export class LeaseKeeper<Claim> {
  readonly #everyMs: number;
  readonly #renew: (claim: Claim) => Promise<void>;
  readonly #clock: Clock;
  readonly #underWay = new Set<UnderWay<Claim>>();
  #watch: AbortController | undefined;

  constructor(options: {
    readonly everyMs: number;
    readonly renew: (claim: Claim) => Promise<void>;
    readonly clock: Clock;
  }) {
    this.#everyMs = options.everyMs;
    this.#renew = options.renew;
    this.#clock = options.clock;
  }

  /** Disposing of it says that the work has ended. */
  begin(claim: Claim): Disposable {
    const begun = { claim, since: this.#clock.now() };
    this.#underWay.add(begun);
    if (this.#watch === undefined) void this.#keepWatch();
    return {
      [Symbol.dispose]: () => {
        this.#underWay.delete(begun);
        if (this.#underWay.size > 0) return;
        this.#watch?.abort(nothingLeft);
        this.#watch = undefined;
      },
    };
  }

  async #keepWatch(): Promise<void> {
    const watch = new AbortController();
    this.#watch = watch;
    try {
      while (!watch.signal.aborted) {
        await this.#clock.sleep(this.#everyMs, watch.signal);
        const longAgo = this.#clock.now() - this.#everyMs;
        const old = [...this.#underWay].filter(({ since }) => since <= longAgo);
        // Lost or out of reach: what must not happen without the lease asks for it.
        await Promise.allSettled(old.map(async ({ claim }) => await this.#renew(claim)));
      }
    } catch (error) {
      if (error !== nothingLeft) throw error;
    }
  }
}
