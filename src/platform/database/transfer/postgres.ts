import { type Client, type CustomTypesConfig, types } from "pg";
import { DatabaseOutOfReach } from "#platform/database/out-of-reach.ts";
import { endClient } from "#platform/database/postgres/end-client.ts";
import { appliedInPostgres } from "#platform/database/postgres/migrate.ts";
import { kindOf } from "#platform/database/postgres/trouble.ts";
import { openClient } from "#platform/database/postgres/with-client.ts";
import {
  batchOf,
  bookOfMigrations,
  type Cell,
  type Column,
  type Snapshot,
  type TableShape,
  type Target,
} from "./rows.ts";

/** PostgreSQL's bigint, which our times and counters are, within what a number holds exactly. */
const int8 = 20;

/** Processes may be writing to it. A copy will do. Throws `DatabaseOutOfReach`, later too. */
export async function snapshotOfPostgres(url: string): Promise<Snapshot> {
  await using opening = new AsyncDisposableStack();
  const client = opening.adopt(await openClient(url, { types: numbers, mayBeCopy: true }), endClient);
  const at = placed(url);
  // The snapshot is taken by the first statement within the transaction.
  await at(client.query("begin transaction isolation level repeatable read, read only"));
  const migrations = await at(appliedInPostgres(client));
  const tables = await at(tablesOf(client));
  const opened = opening.move();
  return {
    migrations,
    tables,
    async *rows(table) {
      const cursor = `declare all_rows no scroll cursor for select ${columnsOf(table)} from ${quoted(table.name)}`;
      await at(client.query(cursor));
      for (;;) {
        const text = `fetch ${batchOf(table)} from all_rows`;
        const { rows } = await at(client.query<Cell[]>({ text, rowMode: "array" }));
        if (rows.length === 0) break;
        yield rows;
      }
      await at(client.query("close all_rows"));
    },
    [Symbol.asyncDispose]: async () => await opened.disposeAsync(),
  };
}

/** Throws `DatabaseOutOfReach`, later too. */
export async function targetInPostgres(url: string): Promise<Target> {
  await using opening = new AsyncDisposableStack();
  const client = opening.adopt(await openClient(url, { types: numbers }), endClient);
  const at = placed(url);
  await at(client.query("begin"));
  const tables = await at(tablesOf(client));
  // Whoever would write to it waits until all is there, or nothing.
  for (const { name } of tables) await at(client.query(`lock table ${quoted(name)} in exclusive mode`));
  const migrations = await at(appliedInPostgres(client));
  const opened = opening.move();
  return {
    migrations,
    tables,
    async insert(table, rows) {
      const { length: width } = table.columns;
      const values = rows.map(
        (_, row) => `(${table.columns.map((_column, place) => `$${row * width + place + 1}`).join(", ")})`,
      );
      const text = `insert into ${quoted(table.name)} (${columnsOf(table)}) values ${values.join(", ")}`;
      await at(client.query(text, rows.flat()));
    },
    async count({ name }) {
      const { rows } = await at(client.query<{ n: number }>(`select count(*) as n from ${quoted(name)}`));
      return rows[0]?.n ?? 0;
    },
    async commit() {
      // Until it is, or PostgreSQL comes round to it, what is looked for is looked for in the slowest of ways. Once it is all there for good,
      // nothing more may fail.
      await at(client.query("analyze"));
      await at(client.query("commit"));
    },
    [Symbol.asyncDispose]: async () => await opened.disposeAsync(),
  };
}

const numbers: CustomTypesConfig = {
  getTypeParser: (type: number, format?: "text" | "binary") =>
    type === int8 ? Number : types.getTypeParser(type, format),
} as typeof types;

/** Says which database it was that the connection to broke in the middle. */
function placed(url: string) {
  return async <Result>(answer: Promise<Result>): Promise<Result> =>
    await answer.catch((error: unknown) => {
      throw kindOf(error) === "trouble" ? new DatabaseOutOfReach(url, error) : error;
    });
}

/** A partition's rows are its table's. */
async function tablesOf(client: Client): Promise<TableShape[]> {
  const { rows } = await client.query<{ table: string; column: string; type: string }>(
    `select c.relname as "table", a.attname as "column", t.typname as type
     from pg_class c join pg_attribute a on a.attrelid = c.oid join pg_type t on t.oid = a.atttypid
     where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and a.attnum > 0 and not a.attisdropped and c.relname <> $1
     order by c.relname collate "C", a.attnum`,
    [bookOfMigrations],
  );
  return Map.groupBy(rows, ({ table }) => table)
    .entries()
    .map(([name, columns]) => ({
      name,
      columns: columns.map(({ column, type }) => ({ name: column, kind: kindOfColumn(type) })),
    }))
    .toArray();
}

function kindOfColumn(type: string): Column["kind"] {
  switch (type) {
    case "bytea":
      return "bytes";
    case "int2":
    case "int4":
    case "int8":
      return "number";
    default:
      return "text";
  }
}

function columnsOf({ columns }: TableShape): string {
  return columns.map(({ name }) => quoted(name)).join(", ");
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
