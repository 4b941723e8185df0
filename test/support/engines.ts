import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { openDatabase, sqliteFileIn } from "#platform/database/open.ts";
import { startPostgres } from "./postgres-server.ts";

export type Engine = "sqlite" | "postgres";
export const engines: readonly Engine[] = ["sqlite", "postgres"];

/** Where a test's own, empty database is. */
export interface DatabasePlace extends AsyncDisposable {
  readonly folder: string;
  readonly url?: string;
}

/** `empty`: without the schema too. */
export async function newDatabasePlace(engine: Engine, { empty = false } = {}): Promise<DatabasePlace> {
  const folder = await mkdtemp(join(tmpdir(), "signet-test-"));
  const removeFolder = async () => await rm(folder, { recursive: true, force: true });
  if (engine === "sqlite") {
    if (!empty) await copyFile(await migratedFile(), sqliteFileIn(folder));
    return { folder, [Symbol.asyncDispose]: removeFolder };
  }
  const name = `test_${randomBytes(8).toString("hex")}`;
  const url = await postgresUrl();
  await administer(
    url("postgres"),
    `create database ${name}${empty ? "" : ` template ${await template(url)} strategy file_copy`}`,
  );
  return {
    folder,
    url: url(name),
    [Symbol.asyncDispose]: async () => {
      await administer(url("postgres"), `drop database ${name} with (force)`);
      await removeFolder();
    },
  };
}

type Url = (database: string) => string;

/** Set by the runner, which starts one server for all test files; a file run by itself starts its own. */
const runnersServer = "SIGNET_TEST_POSTGRES";

let ownServer: Promise<Url> | undefined;
let migrated: Promise<string> | undefined;
let migratedSqlite: Promise<string> | undefined;

async function postgresUrl(): Promise<Url> {
  const pattern = process.env[runnersServer];
  if (pattern !== undefined) return (database) => pattern.replace("DATABASE", database);
  ownServer ??= startPostgres().then((server) => {
    process.once("beforeExit", () => void server[Symbol.asyncDispose]());
    return (database) => server.url(database);
  });
  return await ownServer;
}

/** Migrating takes longer than copying a migrated database; once a process is enough. */
async function template(url: Url): Promise<string> {
  migrated ??= (async () => {
    const name = `template_${randomBytes(8).toString("hex")}`;
    await administer(url("postgres"), `create database ${name}`);
    await using database = await openDatabase({ url: url(name), folder: "" });
    await database.ping();
    return name;
  })();
  return await migrated;
}

async function migratedFile(): Promise<string> {
  migratedSqlite ??= (async () => {
    const folder = await mkdtemp(join(tmpdir(), "signet-template-"));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    await using _ = await openDatabase({ folder });
    return sqliteFileIn(folder);
  })();
  return await migratedSqlite;
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
