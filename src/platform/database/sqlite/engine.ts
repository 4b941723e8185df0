import { dirname } from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import type { CompiledQuery } from "kysely";
import { Announcements } from "#platform/announcements.ts";
import { sqliteCompiler } from "#platform/database/compiler.ts";
import type { Database, Outcome, Step } from "#platform/database/database.ts";
import { makeFolder } from "#platform/folder.ts";
import { migrateSqlite } from "./migrate.ts";
import { Writer } from "./writer.ts";

/**
 * SQLite inside the process: one writer in a thread of its own, reads on a connection beside it (WAL: neither waits for
 * the other). A read sees every write that was answered before it.
 */
export async function openSqlite(file: string): Promise<Database> {
  await makeFolder(dirname(file));
  migrateSqlite(file);
  return new SqliteDatabase(file);
}

class SqliteDatabase implements Database {
  readonly engine = "sqlite";
  readonly build = sqliteCompiler();
  /** No other process shares the file. */
  readonly announcements = new Announcements();
  readonly #reader: DatabaseSync;
  readonly #writer: Writer;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(file: string) {
    this.#reader = new DatabaseSync(file, { readOnly: true, timeout: 10_000 });
    this.#writer = new Writer(file, this.announcements);
  }

  async read<Row>({ sql, parameters }: CompiledQuery<Row>): Promise<Row[]> {
    return this.#statement(sql).all(...(parameters as SQLInputValue[])) as Row[];
  }

  write(group: readonly Step[]): Promise<Outcome[]> {
    return this.#writer.write(group);
  }

  async change<Row>(query: CompiledQuery<Row>): Promise<Row[]> {
    const [outcome] = await this.#writer.write([{ query }]);
    return (outcome?.rows ?? []) as Row[];
  }

  async ping(): Promise<void> {
    this.#statement("select 1").get();
    // A group of nothing costs no flush, and no answer comes when the writer is gone.
    await this.#writer.write([]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer[Symbol.asyncDispose]();
    this.#reader.close();
  }

  #statement(sql: string): StatementSync {
    let statement = this.#prepared.get(sql);
    if (statement === undefined) {
      statement = this.#reader.prepare(sql);
      if (this.#prepared.size < mostPreparedStatements) this.#prepared.set(sql, statement);
    }
    return statement;
  }
}

/** Statements come from our own code and are few; one built with a list of any length must not fill the memory. */
const mostPreparedStatements = 500;
