import type { SelectQueryBuilder } from "kysely";
import type { Statement } from "./database.ts";
import type { Tables } from "./tables/index.ts";

/** Guarded: holds while there are fewer of these rows. */
export function requireFewerThan<Table extends keyof Tables>(
  most: number,
  rows: SelectQueryBuilder<Tables, Table, object>,
  otherwise: () => Error,
): Statement {
  const counted = rows.select(({ fn }) => fn.countAll().as("n")).having(({ fn }) => fn.countAll(), "<", most);
  return { query: counted.compile(), otherwise };
}
