import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { appliedInSqlite } from "#platform/database/sqlite/migrate.ts";
import {
  batchOf,
  bookOfMigrations,
  type Column,
  type Row,
  type Snapshot,
  type TableShape,
  type Target,
} from "./rows.ts";

/** A process may be writing to it. */
export function snapshotOfSqlite(file: string): Snapshot {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 10_000 });
  // The snapshot is taken by the first read within the transaction.
  database.exec("begin");
  const tables = tablesOf(database);
  return {
    migrations: appliedInSqlite(file),
    tables,
    async *rows(table) {
      const statement = database.prepare(`select ${columnsOf(table)} from ${quoted(table.name)}`);
      const most = batchOf(table);
      let batch: Row[] = [];
      for (const row of statement.iterate()) {
        batch.push(table.columns.map(({ name }) => cellOf(row[name])));
        if (batch.length < most) continue;
        yield batch;
        batch = [];
      }
      if (batch.length > 0) yield batch;
    },
    [Symbol.asyncDispose]: async () => await Promise.resolve(database.close()),
  };
}

export function targetInSqlite(file: string): Target {
  const database = new DatabaseSync(file, { timeout: 10_000 });
  database.exec("pragma synchronous = full; begin exclusive");
  return {
    migrations: appliedInSqlite(file),
    tables: tablesOf(database),
    async insert(table, rows) {
      const places = table.columns.map(() => "?").join(", ");
      const statement = database.prepare(
        `insert into ${quoted(table.name)} (${columnsOf(table)}) values (${places})`,
      );
      for (const row of rows) statement.run(...(row as SQLInputValue[]));
      await Promise.resolve();
    },
    async count({ name }) {
      const row = database.prepare(`select count(*) as n from ${quoted(name)}`).get();
      return await Promise.resolve(Number(row?.["n"]));
    },
    commit: async () => await Promise.resolve(database.exec("commit")),
    [Symbol.asyncDispose]: async () => await Promise.resolve(database.close()),
  };
}

function tablesOf(database: DatabaseSync): TableShape[] {
  const tables = database
    .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite%' order by name")
    .all()
    .map(({ name }) => String(name))
    .filter((name) => name !== bookOfMigrations);
  const columns = database.prepare("select name, type from pragma_table_info(?) order by cid");
  return tables.map((name) => ({
    name,
    columns: columns
      .all(name)
      .map((column) => ({ name: String(column["name"]), kind: kindOf(column["type"]) })),
  }));
}

function kindOf(type: unknown): Column["kind"] {
  switch (String(type).toLowerCase()) {
    case "blob":
      return "bytes";
    case "integer":
    case "bigint":
      return "number";
    default:
      return "text";
  }
}

function cellOf(value: unknown): Row[number] {
  if (value === null || typeof value === "string" || typeof value === "number") return value;
  if (value instanceof Uint8Array) return value;
  throw new Error(`A value of type ${typeof value} cannot be moved.`);
}

function columnsOf({ columns }: TableShape): string {
  return columns.map(({ name }) => quoted(name)).join(", ");
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
