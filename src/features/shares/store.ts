import type { Database, Step } from "#platform/database/database.ts";

export interface Holder {
  /** What it holds. */
  readonly name: string;
  readonly holder: string;
}

export class HolderStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async write(steps: readonly Step[]): Promise<void> {
    await this.#database.write(steps);
  }

  /** Makes a process one of a thing's holders, or one for longer. */
  hold({ name, holder }: Holder, until: number): Step {
    const query = this.#database.build
      .insertInto("mail_site_holders")
      .values({ site: name, holder, until })
      .onConflict((conflict) => conflict.columns(["site", "holder"]).doUpdateSet({ until }))
      .compile();
    return { query };
  }

  leave({ name, holder }: Holder): Step {
    const query = this.#database.build
      .deleteFrom("mail_site_holders")
      .where((row) => row.and({ site: name, holder }))
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
  async holdersOf(names: readonly string[], now: number): Promise<Holder[]> {
    if (names.length === 0) return [];
    return await this.#database.read(
      this.#database.build
        .selectFrom("mail_site_holders")
        .select(["site as name", "holder"])
        .where("site", "in", names)
        .where("until", ">", now)
        .orderBy("site")
        .orderBy("holder")
        .compile(),
    );
  }
}
