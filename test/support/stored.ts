import { sql } from "kysely";
import type { Database } from "#platform/database/open.ts";

export interface StoredValue {
  readonly table: string;
  readonly column: string;
  readonly value: unknown;
}

/** Every value of every table, for tests that say what is kept and what is not. */
export async function storedValues(database: Database): Promise<StoredValue[]> {
  const stored: StoredValue[] = [];
  for (const [table, rows] of await storedRows(database)) {
    for (const row of rows) {
      for (const [column, value] of Object.entries(row)) stored.push({ table, column, value });
    }
  }
  return stored;
}

/** How many rows each table has that has any. */
export async function rowCounts(database: Database): Promise<Record<string, number>> {
  const counts = (await storedRows(database)).map(([table, rows]) => [table, rows.length] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

/** Where a value, or a value that contains it, is kept: `table.column`, each once. */
export function whereStored(stored: readonly StoredValue[], secret: string | Uint8Array): string[] {
  const wanted = Buffer.from(secret);
  const places = stored
    .filter(({ value }) => bytesOf(value).includes(wanted))
    .map(({ table, column }) => `${table}.${column}`);
  return [...new Set(places)].sort((a, b) => a.localeCompare(b));
}

/** Every row of every table. */
export async function storedRows(
  database: Database,
): Promise<[table: string, rows: Record<string, unknown>[]][]> {
  const { build, engine } = database;
  const names =
    engine === "sqlite"
      ? sql<{ name: string }>`select name from sqlite_master where type = 'table'`
      : // A partitioned table shows the rows of its partitions, which are not to be counted twice.
        sql<{ name: string }>`select relname as name from pg_class
          where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`;
  const tables = await database.read(names.compile(build));
  return await Promise.all(
    tables.map(async ({ name }): Promise<[string, Record<string, unknown>[]]> => {
      const rows = sql<Record<string, unknown>>`select * from ${sql.table(name)}`;
      return [name, await database.read(rows.compile(build))];
    }),
  );
}

function bytesOf(value: unknown): Buffer {
  return value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value));
}
