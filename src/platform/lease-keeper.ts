import type { Clock } from "./clock.ts";
import { Unavailable } from "./errors.ts";
import { UnderWay } from "./under-way.ts";

interface Begun<Claim> {
  readonly claim: Claim;
  readonly since: number;
}

/** Renews the leases of work that takes long. */
export class LeaseKeeper<Claim> {
  readonly #everyMs: number;
  readonly #renew: (claim: Claim) => Promise<void>;
  readonly #clock: Clock;
  readonly #underWay: UnderWay<Begun<Claim>>;
  #all: ReadonlySet<Begun<Claim>> = new Set();
  #keptAt = 0;
  /** The latest renewals: it settles with them, and never rejects. */
  #kept: Promise<unknown> = Promise.resolve();
  /** Why some of the latest renewals could not be tried. */
  #outOfReach: Unavailable | undefined;

  constructor(options: {
    readonly everyMs: number;
    readonly renew: (claim: Claim) => Promise<void>;
    readonly clock: Clock;
  }) {
    const { everyMs, renew, clock } = options;
    this.#everyMs = everyMs;
    this.#renew = renew;
    this.#clock = clock;
    this.#underWay = new UnderWay(async (all, over) => {
      this.#all = all;
      this.#keptAt = clock.now();
      while (!over.aborted) {
        await clock.sleep(everyMs, over);
        await this.#keep();
      }
    });
  }

  /** Disposing of it says that the work has ended. */
  begin(claim: Claim): Disposable {
    return this.#underWay.begin({ claim, since: this.#clock.now() });
  }

  /**
   * To be awaited before more is claimed: where the machine slept, or its clock leapt, the leases of what is under way here have run out
   * unseen, and it would be taken for what a dead process left behind. So they have where the store was out of reach: throws `Unavailable`
   * while it still is.
   */
  async renewOverdue(): Promise<void> {
    const isOverdue = this.#outOfReach !== undefined || this.#clock.now() - this.#keptAt > 2 * this.#everyMs;
    // Who woke first may have begun with it already.
    await (isOverdue ? this.#keep() : this.#kept);
    if (this.#outOfReach !== undefined) throw this.#outOfReach;
  }

  async #keep(): Promise<void> {
    this.#keptAt = this.#clock.now();
    const longAgo = this.#keptAt - this.#everyMs;
    const old = [...this.#all].filter(({ since }) => since <= longAgo);
    this.#kept = this.#renewAll(old.map(({ claim }) => claim));
    await this.#kept;
  }

  async #renewAll(claims: readonly Claim[]): Promise<void> {
    // Lost: what must not happen without the lease asks for it.
    const renewals = await Promise.allSettled(claims.map(async (claim) => await this.#renew(claim)));
    this.#outOfReach = renewals
      .filter((renewal) => renewal.status === "rejected")
      .map(({ reason }) => reason as unknown)
      .find((reason) => reason instanceof Unavailable);
  }
}
