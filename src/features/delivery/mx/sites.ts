import { type Site, siteNameOf } from "./site.ts";

const usualMost = 20_000;

/** The sites that mail has gone to, by name. */
export class Sites {
  readonly #sites = new Map<string, Site>();
  readonly #create: (name: string) => Site;
  readonly #most: number;

  constructor(create: (name: string) => Site, most = usualMost) {
    this.#create = create;
    this.#most = most;
  }

  /** The one of these hosts. */
  of(hosts: readonly string[]): Site {
    const name = siteNameOf(hosts);
    let site = this.#sites.get(name);
    if (site === undefined) {
      site = this.#create(name);
      if (this.#sites.size >= this.#most) this.#forgetUnused();
      this.#sites.set(name, site);
    }
    return site;
  }

  /** One that could not be reached is tried again now; without a name, all of them are. */
  endRest(name: string | undefined): void {
    if (name !== undefined) this.#sites.get(name)?.endRest();
    else for (const site of this.#sites.values()) site.endRest();
  }

  /** Of one in use that was forgotten there would be two, and twice as many connections as the provider may be given. */
  #forgetUnused(): void {
    for (const [name, site] of this.#sites) if (!site.isInUse) this.#sites.delete(name);
  }
}
