import { sql } from "kysely";
import type { Database } from "#platform/database/database.ts";

export class DatabaseClockStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** PostgreSQL's own time, in milliseconds since 1970. */
  async now(): Promise<number> {
    const query = sql<{ now: number }>`
      select cast(extract(epoch from clock_timestamp()) * 1000 as double precision) as now`;
    const [row] = await this.#database.read(query.compile(this.#database.build));
    if (row === undefined) throw new Error("The database did not tell its time.");
    return row.now;
  }
}
