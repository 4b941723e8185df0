import { type RawBuilder, sql } from "kysely";
import type { Database } from "#platform/database/database.ts";
import type { KeptTable, KeptTableName } from "./kept-tables.ts";

/** How many rows are looked at, and at most deleted, at once: a few milliseconds of the one writer. */
const atOnce = 500;

/** Deletes what is old some rows at a time: on SQLite, and on PostgreSQL what is in no partition of a day. */
export class OldRowsStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** In which regions there is anything. */
  async regions(): Promise<string[]> {
    const rows = await this.#database.read(
      this.#database.build.selectFrom("resource_counts").select("region").distinct().compile(),
    );
    return rows.map(({ region }) => region);
  }

  /** Answers how many there were. */
  async removeOld(table: KeptTable, before: number, signal: AbortSignal): Promise<number> {
    return this.#database.engine === "sqlite"
      ? await this.#removeInOrder(table, before, signal)
      : await this.#removeByDefault(table, before, signal);
  }

  /** Rows lie in the order in which they came, so the old ones lie in front: it goes on until there are none among those it looks at. */
  async #removeInOrder(table: KeptTable, before: number, signal: AbortSignal): Promise<number> {
    const { build } = this.#database;
    const name = sql.table(table.name);
    const old = isOld(table, before);
    let removed = 0;
    for (let after = 0; !signal.aborted; ) {
      const look = sql<{ last: number | null; old: number | null }>`
        select max(place) as last, sum(is_old) as old from (
          select rowid as place, ${old} as is_old from ${name} where rowid > ${after} order by rowid limit ${atOnce})`;
      const [seen] = await this.#database.read(look.compile(build));
      if (seen?.last == null || !seen.old) break;
      const remove = sql`delete from ${name}
        where rowid > ${after} and rowid <= ${seen.last} and ${old} and not (${isNeeded(table, "sqlite")})`;
      const [outcome] = await this.#database.write([{ query: remove.compile(build) }]);
      removed += outcome?.count ?? 0;
      after = seen.last;
    }
    return removed;
  }

  async #removeByDefault(table: KeptTable, before: number, signal: AbortSignal): Promise<number> {
    const partition = sql.table(`${table.name}_default`);
    const remove = sql`delete from ${partition} as ${sql.ref(table.name)} where ctid = any(array(
      select ctid from ${partition} as ${sql.ref(table.name)}
      where ${isOld(table, before)} and not (${isNeeded(table, "postgres")}) limit ${atOnce}))`;
    let removed = 0;
    for (let count = atOnce; count === atOnce && !signal.aborted; ) {
      const [outcome] = await this.#database.write([{ query: remove.compile(this.#database.build) }]);
      count = outcome?.count ?? 0;
      removed += count;
    }
    return removed;
  }
}

const timeColumns: Partial<Record<KeptTableName, string>> = {
  messages: "created_at",
  feedback_reports: "received_at",
};

function isOld(table: KeptTable, before: number): RawBuilder<boolean> {
  const time = timeColumns[table.name];
  return time === undefined
    ? sql<boolean>`(id < ${table.idAt(before, "")})`
    : sql<boolean>`(${sql.ref(time)} < ${before})`;
}

/** Whether a row is work that is not done, or what such work needs. */
function isNeeded(
  { name, isQueue, isByRegion, neededBy }: KeptTable,
  engine: Database["engine"],
): RawBuilder<boolean> {
  const own = isQueue ? [sql`state = 'queued'`] : [];
  const column = sql.ref(`${name}.${isByRegion ? "id" : "message_id"}`);
  const others = neededBy.map((queue) => {
    const queued = sql`from ${sql.table(queue)} as work where work.state = 'queued'`;
    // No index leads SQLite from a message to what is to be told of it: it goes through all of that once, and not for each row.
    return engine === "sqlite" && queue === "event_publications"
      ? sql`${column} in (select work.message_id ${queued})`
      : sql`exists (select 1 ${queued} and work.message_id = ${column})`;
  });
  const all = [...own, ...others];
  return all.length === 0 ? sql<boolean>`1 = 0` : sql<boolean>`${sql.join(all, sql` or `)}`;
}
