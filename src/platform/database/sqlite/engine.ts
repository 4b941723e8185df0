import { dirname } from "node:path";
import type { CompiledQuery } from "kysely";
import { Announcements } from "#platform/announcements.ts";
import { sqliteCompiler } from "#platform/database/compiler.ts";
import type { Database, Outcome, Step } from "#platform/database/database.ts";
import { makeFolder } from "#platform/folder.ts";
import { type CheckpointLog, Checkpoints } from "./checkpoints.ts";
import { migrateSqlite } from "./migrate.ts";
import { Reader } from "./reader.ts";
import { SideReader } from "./side-reader.ts";
import { isTrouble, toUnreadable } from "./trouble.ts";
import { Writer } from "./writer.ts";

/**
 * SQLite inside the process: one writer in a thread of its own, reads on a connection beside it (WAL: neither waits for
 * the other). A read sees every write that was answered before it; one that takes long has a thread, too.
 */
export async function openSqlite(file: string, log?: CheckpointLog): Promise<Database> {
  await makeFolder(dirname(file));
  migrateSqlite(file);
  return new SqliteDatabase(file, log);
}

class SqliteDatabase implements Database {
  readonly engine = "sqlite";
  readonly build = sqliteCompiler();
  /** No other process shares the file. */
  readonly announcements = new Announcements();
  readonly #reader: Reader;
  readonly #sideReader: SideReader;
  readonly #writer: Writer;

  constructor(file: string, log: CheckpointLog | undefined) {
    const reader = new Reader(file);
    this.#reader = reader;
    // The write-ahead log is opened with the first look.
    reader.read("select 1 from schema_migrations limit 1", []);
    this.#sideReader = new SideReader(file);
    this.#writer = new Writer(file, {
      announcements: this.announcements,
      committed: () => reader.refresh(),
      checkpoints: new Checkpoints(file, log),
    });
  }

  async read<Row>({ sql, parameters }: CompiledQuery<Row>): Promise<Row[]> {
    try {
      return this.#reader.read(sql, parameters) as Row[];
    } catch (error) {
      throw isTrouble(error) ? toUnreadable(error) : error;
    }
  }

  async readAside<Row>({ sql, parameters }: CompiledQuery<Row>): Promise<Row[]> {
    return (await this.#sideReader.read({ sql, parameters })) as Row[];
  }

  write(group: readonly Step[]): Promise<Outcome[]> {
    return this.#writer.write(group);
  }

  async change<Row>(query: CompiledQuery<Row>): Promise<Row[]> {
    const [outcome] = await this.#writer.write([{ query }]);
    return (outcome?.rows ?? []) as Row[];
  }

  async ping(): Promise<void> {
    this.#reader.read("select 1", []);
    // A group of nothing costs no flush, and no answer comes when the writer is gone.
    await this.#writer.write([]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#sideReader[Symbol.asyncDispose]();
    this.#reader[Symbol.dispose]();
    // Last, for who is last moves the log into the file, and readers may not.
    await this.#writer[Symbol.asyncDispose]();
  }
}
