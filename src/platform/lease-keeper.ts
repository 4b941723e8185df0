import type { Clock } from "./clock.ts";
import { UnderWay } from "./under-way.ts";

interface Begun<Claim> {
  readonly claim: Claim;
  readonly since: number;
}

/** Renews the leases of work that takes long. */
export class LeaseKeeper<Claim> {
  readonly #clock: Clock;
  readonly #underWay: UnderWay<Begun<Claim>>;

  constructor(options: {
    readonly everyMs: number;
    readonly renew: (claim: Claim) => Promise<void>;
    readonly clock: Clock;
  }) {
    const { everyMs, renew, clock } = options;
    this.#clock = clock;
    this.#underWay = new UnderWay(async (all, over) => {
      while (!over.aborted) {
        await clock.sleep(everyMs, over);
        const longAgo = clock.now() - everyMs;
        const old = [...all].filter(({ since }) => since <= longAgo);
        // Lost or out of reach: what must not happen without the lease asks for it.
        await Promise.allSettled(old.map(async ({ claim }) => await renew(claim)));
      }
    });
  }

  /** Disposing of it says that the work has ended. */
  begin(claim: Claim): Disposable {
    return this.#underWay.begin({ claim, since: this.#clock.now() });
  }
}
