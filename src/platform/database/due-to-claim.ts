import { type RawBuilder, type SelectQueryBuilder, sql } from "kysely";
import type { Database } from "./database.ts";

/**
 * What a claim takes of all that is due, for the right side of `in`; on PostgreSQL past what others have locked. Materialized, or PostgreSQL
 * may run the select again for every row and take more than its limit: it does for a table that had one row when it was last looked at.
 */
export function dueToClaim<Schema, Table extends keyof Schema, Key>(
  { engine }: Database,
  due: SelectQueryBuilder<Schema, Table, Key>,
): RawBuilder<Key> {
  const locked = engine === "postgres" ? due.forUpdate().skipLocked() : due;
  return sql<Key>`(with due as materialized ${locked} select * from due)`;
}
