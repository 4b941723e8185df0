import type { CompiledQuery } from "kysely";
import { Client } from "pg";
import { postgresCompiler } from "#platform/database/compiler.ts";
import type { Database, Outcome, Step } from "#platform/database/database.ts";
import { DatabaseOutOfReach } from "#platform/database/out-of-reach.ts";
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
  await client.connect().catch((error: unknown) => {
    throw new DatabaseOutOfReach(url, error);
  });
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

  constructor(url: string) {
    this.#writers = Array.from({ length: writingConnections }, () => new Connection(url));
    this.#readers = Array.from({ length: readingConnections }, () => new Connection(url));
    this.#writer = new Writer(this.#writers);
  }

  async read<Row>(query: CompiledQuery<Row>): Promise<Row[]> {
    const session = await this.#reader().session();
    const { rows } = await session.run(query);
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
    const session = await this.#reader().session();
    await session.run({ sql: "select 1" });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer.drain();
    await Promise.all(
      [...this.#writers, ...this.#readers].map((connection) => connection[Symbol.asyncDispose]()),
    );
  }

  /** One with nothing under way, and open already if there is such a one; otherwise the one with the least. */
  #reader(): Connection {
    const [best, ...others] = this.#readers;
    if (best === undefined) throw new Error("No connection to read with.");
    return others.reduce((chosen, other) => (cost(other) < cost(chosen) ? other : chosen), best);
  }
}

/** Opening a session costs about as much as a statement that one waits for. */
function cost({ underWay, isClosed }: Connection): number {
  return underWay + (isClosed ? 1 : 0);
}
