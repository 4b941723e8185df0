import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { type CompiledQuery, sql } from "kysely";
import { Client } from "pg";
import { type Database, openDatabase } from "#platform/database/open.ts";
import { type PostgresServer, startPostgres } from "./support/postgres-server.ts";

// One server of its own, whose settings are changed: so these take turns.

let server: PostgresServer;
before(async () => {
  server = await startPostgres();
});
after(async () => {
  await server[Symbol.asyncDispose]();
});

async function administer(statement: string, database = "postgres"): Promise<void> {
  const client = new Client({ connectionString: server.url(database) });
  await client.connect();
  await client.query(statement);
  await client.end();
}

async function shown(database: Database, name: string): Promise<unknown> {
  const query = sql<{ value: string }>`select current_setting(${sql.lit(name)}) as value`;
  const [row] = await database.read(query.compile(database.build) as CompiledQuery<{ value: string }>);
  return row?.value;
}

function add(database: Database, key: string) {
  const tag = { account: "000000000000", region: "us-east-1", resource: "identity/example.com", value: "" };
  return {
    query: database.build
      .insertInto("tags")
      .values({ ...tag, key })
      .compile(),
  };
}

test("a write waits for who was there first, and nobody for a process that is paused meanwhile", async () => {
  await administer("create database stubborn");
  await administer("alter database stubborn set lock_timeout = '10ms'");
  await using database = await openDatabase({ url: server.url("stubborn"), folder: "" });
  assert.equal(await shown(database, "idle_in_transaction_session_timeout"), "10s");
  await database.write([add(database, "first")]);
  const other = new Client({ connectionString: server.url("stubborn") });
  await other.connect();
  await other.query("begin");
  await other.query("update tags set value = 'theirs'");
  const ours = sql`update tags set value = value || ' and ours'`.compile(database.build);
  const written = database.write([{ query: ours }, add(database, "second")]);
  while ((await other.query("select 1 from pg_locks where not granted")).rowCount === 0) await delay(5);
  await delay(50);
  await other.query("commit");
  await other.end();
  await written;
  const rows = await database.read(
    database.build.selectFrom("tags").select("value").orderBy("key").compile(),
  );
  assert.deepEqual(
    rows.map(({ value }) => value),
    ["theirs and ours", ""],
  );
});

test("a server that takes no writes for now is read, and says that it is not ready", async () => {
  await administer("create database crammed");
  await using database = await openDatabase({ url: server.url("crammed"), folder: "" });
  await database.write([add(database, "before")]);
  const setReadOnly = async (value: "on" | "off") => {
    await administer(`alter system set default_transaction_read_only = ${value}`);
    await administer("select pg_reload_conf()");
    while ((await shown(database, "default_transaction_read_only")) !== value) await delay(5);
  };
  await setReadOnly("on");
  await assert.rejects(database.ping(), /takes no writes: default_transaction_read_only is on/);
  await assert.rejects(database.write([add(database, "meanwhile")]), { problem: "unavailable" });
  assert.equal((await database.read(database.build.selectFrom("tags").select("key").compile())).length, 1);
  await setReadOnly("off");
  await database.ping();
  await database.write([add(database, "after")]);
});

test("a database that could not hold what people write is refused, and what to make instead is said", async () => {
  await administer("create database latin encoding 'LATIN1' template template0");
  await assert.rejects(openDatabase({ url: server.url("latin"), folder: "" }), {
    name: "DatabaseOutOfReach",
    message: /encoding is LATIN1\. Make another: create database … encoding 'UTF8' template template0/,
    mayComeBack: false,
  });
});

test("a role that may make no tables is told what it needs, and one with a schema of its own is at home there", async () => {
  await administer("create role guest login");
  await administer("create database house");
  await administer("create schema guests authorization guest", "house");
  const url = server.url("house").replace("signet@", "guest@");
  await assert.rejects(openDatabase({ url, folder: "" }), {
    name: "DatabaseOutOfReach",
    message: /permission denied for schema public\. Let the role own the database, or a schema/,
    mayComeBack: false,
  });
  const there = `${url}&options=${encodeURIComponent("-c search_path=guests")}`;
  await using database = await openDatabase({ url: there, folder: "" });
  await database.write([add(database, "a"), add(database, "b")]);
});
