import type { CompiledQuery } from "kysely";
import { Client } from "pg";
import { postgresCompiler } from "#platform/database/compiler.ts";
import type { Database, Outcome, Step } from "#platform/database/database.ts";
import { Connection } from "./connection.ts";
import { migratePostgres } from "./migrate.ts";
import { Writer } from "./writer.ts";

const writingConnections = 3;
const readingConnections = 4;

/** PostgreSQL, for as many processes as there are; each keeps a few pipelined connections. */
export async function openPostgres(url: string): Promise<Database> {
  const client = new Client({
    connectionString: url,
    application_name: "signet",
    connectionTimeoutMillis: 5_000,
  });
  await client.connect();
  try {
    await migratePostgres(client);
  } finally {
    await client.end();
  }
  return new PostgresDatabase(url);
}

class PostgresDatabase implements Database {
  readonly engine = "postgres";
  readonly build = postgresCompiler();
  readonly #writers: Connection[];
  readonly #readers: Connection[];
  readonly #writer: Writer;
  #turn = 0;

  constructor(url: string) {
    this.#writers = Array.from({ length: writingConnections }, () => new Connection(url));
    this.#readers = Array.from({ length: readingConnections }, () => new Connection(url));
    this.#writer = new Writer(this.#writers);
  }

  async read<Row>(query: CompiledQuery<Row>): Promise<Row[]> {
    const { rows } = await this.#reader().run(query);
    return rows;
  }

  write(group: readonly Step[]): Promise<Outcome[]> {
    return this.#writer.write(group);
  }

  async change<Row>(query: CompiledQuery<Row>): Promise<Row[]> {
    const [outcome] = await this.#writer.write([{ query }]);
    return (outcome?.rows ?? []) as Row[];
  }

  async ping(): Promise<void> {
    await this.#reader().run({ sql: "select 1" });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer.drain();
    await Promise.all(
      [...this.#writers, ...this.#readers].map((connection) => connection[Symbol.asyncDispose]()),
    );
  }

  #reader(): Connection {
    this.#turn = (this.#turn + 1) % this.#readers.length;
    const reader = this.#readers[this.#turn];
    if (reader === undefined) throw new Error("No connection to read with.");
    return reader;
  }
}
