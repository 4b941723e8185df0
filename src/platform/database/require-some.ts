import type { SelectQueryBuilder } from "kysely";
import type { Database, Statement } from "./database.ts";
import type { Tables } from "./tables/index.ts";

/** Guarded: holds where there is such a row, which nobody deletes until the group is on disk. On SQLite nobody could. */
export function requireSome<Table extends keyof Tables>(
  { engine }: Pick<Database, "engine">,
  rows: SelectQueryBuilder<Tables, Table, object>,
  otherwise: () => Error,
): Statement {
  return { query: (engine === "postgres" ? rows.forKeyShare() : rows).compile(), otherwise };
}
