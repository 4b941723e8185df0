import { Client, types } from "pg";
import { DatabaseOutOfReach } from "#platform/database/out-of-reach.ts";
import { appliedInPostgres } from "#platform/database/postgres/migrate.ts";
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

/** Processes may be writing to it. */
export async function snapshotOfPostgres(url: string): Promise<Snapshot> {
  const client = await connect(url);
  // The snapshot is taken by the first statement within the transaction.
  await client.query("begin transaction isolation level repeatable read, read only");
  return {
    migrations: await appliedInPostgres(client),
    tables: await tablesOf(client),
    async *rows(table) {
      await client.query(
        `declare all_rows no scroll cursor for select ${columnsOf(table)} from ${quoted(table.name)}`,
      );
      for (;;) {
        const text = `fetch ${batchOf(table)} from all_rows`;
        const { rows } = await client.query<Cell[]>({ text, rowMode: "array" });
        if (rows.length === 0) break;
        yield rows;
      }
      await client.query("close all_rows");
    },
    [Symbol.asyncDispose]: async () => await client.end(),
  };
}

export async function targetInPostgres(url: string): Promise<Target> {
  const client = await connect(url);
  await client.query("begin");
  const tables = await tablesOf(client);
  // Whoever would write to it waits until all is there, or nothing.
  for (const { name } of tables) await client.query(`lock table ${quoted(name)} in exclusive mode`);
  return {
    migrations: await appliedInPostgres(client),
    tables,
    async insert(table, rows) {
      const { length: width } = table.columns;
      const values = rows.map(
        (_, at) => `(${table.columns.map((_column, place) => `$${at * width + place + 1}`).join(", ")})`,
      );
      const text = `insert into ${quoted(table.name)} (${columnsOf(table)}) values ${values.join(", ")}`;
      await client.query(text, rows.flat());
    },
    async count({ name }) {
      const { rows } = await client.query<{ n: number }>(`select count(*) as n from ${quoted(name)}`);
      return rows[0]?.n ?? 0;
    },
    async commit() {
      await client.query("commit");
    },
    [Symbol.asyncDispose]: async () => await client.end(),
  };
}

async function connect(url: string): Promise<Client> {
  const client = new Client({
    connectionString: url,
    application_name: "signet",
    connectionTimeoutMillis: 5_000,
    types: {
      getTypeParser: (type: number, format?: "text" | "binary") =>
        type === int8 ? Number : types.getTypeParser(type, format),
    } as typeof types,
  });
  await client.connect().catch((error: unknown) => {
    throw new DatabaseOutOfReach(url, error);
  });
  return client;
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
      columns: columns.map(({ column, type }) => ({ name: column, kind: kindOf(type) })),
    }))
    .toArray();
}

function kindOf(type: string): Column["kind"] {
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
