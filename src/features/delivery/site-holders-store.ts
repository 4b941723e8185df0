import type { Database, Step } from "#platform/database/database.ts";

export interface SiteHolder {
  readonly site: string;
  readonly holder: string;
}

export class SiteHolderStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async write(steps: readonly Step[]): Promise<void> {
    await this.#database.write(steps);
  }

  /** Makes a process one of a site's holders, or one for longer. Who is new is announced to the others. */
  hold({ site, holder }: SiteHolder, until: number): Step {
    const query = this.#database.build
      .insertInto("mail_site_holders")
      .values({ site, holder, until })
      .onConflict((conflict) => conflict.columns(["site", "holder"]).doUpdateSet({ until }))
      .compile();
    return { query };
  }

  leave({ site, holder }: SiteHolder): Step {
    const query = this.#database.build
      .deleteFrom("mail_site_holders")
      .where((row) => row.and({ site, holder }))
      .compile();
    return { query };
  }

  /** What processes that are gone have left behind. */
  removeExpired(now: number): Step {
    return {
      query: this.#database.build.deleteFrom("mail_site_holders").where("until", "<=", now).compile(),
    };
  }

  /** In the order of their names, which all processes see alike. */
  async holdersOf(sites: readonly string[], now: number): Promise<SiteHolder[]> {
    if (sites.length === 0) return [];
    return await this.#database.read(
      this.#database.build
        .selectFrom("mail_site_holders")
        .select(["site", "holder"])
        .where("site", "in", sites)
        .where("until", ">", now)
        .orderBy("site")
        .orderBy("holder")
        .compile(),
    );
  }
}
