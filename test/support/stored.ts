import { sql } from "kysely";
import type { Database } from "#platform/database/open.ts";

export interface StoredValue {
  readonly table: string;
  readonly column: string;
  readonly value: unknown;
}

/** Every value of every table, for tests that say what is kept and what is not. */
export async function storedValues(database: Database): Promise<StoredValue[]> {
  const tables = await database.read(
    (database.engine === "sqlite"
      ? sql<{ name: string }>`select name from sqlite_master where type = 'table'`
      : sql<{
          name: string;
        }>`select table_name as name from information_schema.tables where table_schema = 'public'`
    ).compile(database.build),
  );
  const stored: StoredValue[] = [];
  for (const { name: table } of tables) {
    const rows = await database.read(
      sql<Record<string, unknown>>`select * from ${sql.table(table)}`.compile(database.build),
    );
    for (const row of rows) {
      for (const [column, value] of Object.entries(row)) stored.push({ table, column, value });
    }
  }
  return stored;
}

/** Where a value, or a value that contains it, is kept: `table.column`, each once. */
export function whereStored(stored: readonly StoredValue[], secret: string | Uint8Array): string[] {
  const wanted = Buffer.from(secret);
  const places = stored
    .filter(({ value }) => bytesOf(value).includes(wanted))
    .map(({ table, column }) => `${table}.${column}`);
  return [...new Set(places)].sort();
}

/** How many rows each table has that has any. */
export async function rowCounts(database: Database): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { table, column } of await storedValues(database)) {
    counts[`${table}.${column}`] = (counts[`${table}.${column}`] ?? 0) + 1;
  }
  return counts;
}

function bytesOf(value: unknown): Buffer {
  return value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value));
}
