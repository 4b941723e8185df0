import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Client } from "pg";
import { ServiceKey, ServiceKeyStore } from "#features/service-key/index.ts";
import { systemClock } from "#platform/clock.ts";
import { openDatabase, sqliteFileIn } from "#platform/database/open.ts";
import { masterKeyFileIn, masterKeyIn } from "#platform/master-key.ts";
import { systemRandom } from "#platform/random.ts";
import { secretsUnder } from "#platform/secrets.ts";
import { startPostgres } from "./postgres-server.ts";

export type Engine = "sqlite" | "postgres";
export const engines: readonly Engine[] = ["sqlite", "postgres"];

/** Where a test's own, empty database is. */
export interface DatabasePlace extends AsyncDisposable {
  readonly folder: string;
  readonly url?: string;
}

/**
 * `empty`: without the schema too. `begun`: as a first start leaves it, with the service's key, which takes longer to make than most tests,
 * and the master key.
 */
export async function newDatabasePlace(
  engine: Engine,
  { empty = false, begun = false } = {},
): Promise<DatabasePlace> {
  const folder = await mkdtemp(join(tmpdir(), "signet-test-"));
  const removeFolder = async () => await rm(folder, { recursive: true, force: true });
  if (begun) await copyFile(masterKeyFileIn(await keysFolder()), masterKeyFileIn(folder));
  if (engine === "sqlite") {
    if (!empty) await copyFile(await (begun ? begunFile() : migratedFile()), sqliteFileIn(folder));
    return { folder, [Symbol.asyncDispose]: removeFolder };
  }
  const name = `test_${randomBytes(8).toString("hex")}`;
  const url = await postgresUrl();
  await administer(
    url("postgres"),
    `create database ${name}${empty ? "" : ` template ${await (begun ? begunTemplate(url) : template(url))} strategy file_copy`}`,
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
let begunPostgres: Promise<string> | undefined;
let begunSqlite: Promise<string> | undefined;
let keys: Promise<string> | undefined;

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

async function begunTemplate(url: Url): Promise<string> {
  begunPostgres ??= (async () => {
    const name = `template_${randomBytes(8).toString("hex")}`;
    await administer(url("postgres"), `create database ${name} template ${await template(url)}`);
    await keepServiceKeyIn({ url: url(name), folder: "" });
    return name;
  })();
  return await begunPostgres;
}

async function begunFile(): Promise<string> {
  begunSqlite ??= (async () => {
    const folder = await newFolder();
    await copyFile(await migratedFile(), sqliteFileIn(folder));
    await keepServiceKeyIn({ folder });
    const file = sqliteFileIn(folder);
    // What is in the log beside it would not be copied.
    using written = new DatabaseSync(file);
    written.exec("pragma wal_checkpoint(truncate)");
    return file;
  })();
  return await begunSqlite;
}

/** Where the master key is that both engines' service keys are sealed under. */
async function keysFolder(): Promise<string> {
  keys ??= (async () => {
    const folder = await newFolder();
    await masterKeyIn(folder);
    return folder;
  })();
  return await keys;
}

async function keepServiceKeyIn(place: Pick<DatabasePlace, "folder" | "url">): Promise<void> {
  await using database = await openDatabase(place);
  const secrets = secretsUnder(await masterKeyIn(await keysFolder()));
  const store = new ServiceKeyStore(database);
  await new ServiceKey({ store, secrets, clock: systemClock, random: systemRandom }).open();
}

/** Removed when the process ends. */
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "signet-template-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function migratedFile(): Promise<string> {
  migratedSqlite ??= (async () => {
    const folder = await newFolder();
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
