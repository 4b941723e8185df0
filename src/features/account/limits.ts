import type { Owner } from "#platform/owner.ts";
import type { AccountSettings } from "./account-settings.ts";

/** The most recipients in any 24 hours. */
export interface DayLimit {
  readonly most: number;
  readonly account: string;
  /** Undefined: in all regions together. */
  readonly region: string | undefined;
}

/** The most recipients a second, of all who take theirs from this one's allowance. */
interface RateLimit {
  readonly perSecond: number;
  readonly allowance: Owner;
}

/**
 * What holds for an account in a region: what is set for it there, and what is set for it in the service's own region. The latter holds in
 * all regions together: regions have no list, so whoever is limited in one of them would sign for another.
 */
export class Limits {
  readonly #owner: Owner;
  readonly #home: Owner;
  readonly #there: AccountSettings;
  readonly #everywhere: AccountSettings;

  constructor(
    { account, region }: Owner,
    { there, everywhere, home }: Record<"there" | "everywhere", AccountSettings> & { readonly home: string },
  ) {
    this.#owner = { account, region };
    this.#home = { account, region: home };
    this.#there = there;
    this.#everywhere = everywhere;
  }

  /** Those of the region, with the stricter of both limits. */
  get settings(): AccountSettings {
    const [there, everywhere] = [this.#there, this.#everywhere];
    return {
      ...there,
      productionAccess: there.productionAccess && everywhere.productionAccess,
      maxSendRate: least(there.maxSendRate, everywhere.maxSendRate),
      max24HourSend: least(there.max24HourSend, everywhere.max24HourSend),
    };
  }

  get ofDay(): readonly DayLimit[] {
    const { account, region } = this.#owner;
    const limits = [
      ...(this.#isHome ? [] : [{ account, region, most: this.#there.max24HourSend }]),
      { account, region: undefined, most: this.#everywhere.max24HourSend },
    ];
    return limits.flatMap(({ most, ...of }) => (most === undefined ? [] : [{ ...of, most }]));
  }

  get ofRate(): readonly RateLimit[] {
    const limits = [
      ...(this.#isHome ? [] : [{ allowance: this.#owner, perSecond: this.#there.maxSendRate }]),
      { allowance: this.#home, perSecond: this.#everywhere.maxSendRate },
    ];
    return limits.flatMap(({ perSecond, ...of }) => (perSecond === undefined ? [] : [{ ...of, perSecond }]));
  }

  get #isHome(): boolean {
    return this.#owner.region === this.#home.region;
  }
}

function least(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}
