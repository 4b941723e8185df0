import type { SelectQueryBuilder } from "kysely";
import type { Database, Statement } from "./database.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import type { Tables } from "./tables/index.ts";

/**
 * Guarded: holds where there are fewer of these rows, and until the group that adds one is on disk: two at once would not count each
 * other's. The rows have to be the same ones for all who add to them.
 */
export function requireRoom<Table extends keyof Tables>(
  database: Database,
  most: number,
  rows: SelectQueryBuilder<Tables, Table, object>,
  otherwise: () => Error,
): Statement[] {
  const guard = requireFewerThan(most, rows, otherwise);
  const { sql, parameters } = guard.query;
  return [...oneAtATime(database, [sql, ...parameters].join(" ")), guard];
}

/** Guarded: holds while there are fewer of these rows. */
export function requireFewerThan<Table extends keyof Tables>(
  most: number,
  rows: SelectQueryBuilder<Tables, Table, object>,
  otherwise: () => Error,
): Statement {
  const counted = rows.select(({ fn }) => fn.countAll().as("n")).having(({ fn }) => fn.countAll(), "<", most);
  return { query: counted.compile(), otherwise };
}
