import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import { sql } from "kysely";
import { Client } from "pg";
import { type Database, openDatabase } from "#platform/database/open.ts";
import { type PostgresServer, startPostgres } from "./support/postgres-server.ts";
import { TcpProxy } from "./support/tcp-proxy.ts";

// One server of its own, for it is stopped: so these take turns.

let server: PostgresServer;
before(async () => {
  server = await startPostgres();
});
after(async () => {
  await server[Symbol.asyncDispose]();
});

const tag = { account: "000000000000", region: "us-east-1", resource: "identity/example.com" };

function add(database: Database, ...keys: string[]) {
  return keys.map((key) => ({
    query: database.build
      .insertInto("tags")
      .values({ ...tag, key, value: "" })
      .compile(),
  }));
}

async function keysIn(database: Database): Promise<string[]> {
  const rows = await database.read(database.build.selectFrom("tags").select("key").orderBy("key").compile());
  return rows.map(({ key }) => key);
}

async function administer(statement: string, database = "postgres"): Promise<void> {
  const client = new Client({ connectionString: server.url(database) });
  await client.connect();
  await client.query(statement);
  await client.end();
}

/** Milliseconds in which this process had its turns: those that a busy machine gave to others are nobody's delay. */
async function took<Result>(work: Promise<Result>): Promise<{ result: Result; ms: number }> {
  let turns = 0;
  const turn = setInterval(() => (turns += 1), 10);
  try {
    return { result: await work, ms: 10 * turns };
  } finally {
    clearInterval(turn);
  }
}

const unavailable = { problem: "unavailable" };

test("while PostgreSQL restarts, callers wait, and nothing is lost or done twice", async () => {
  await administer("create database restarted");
  await using database = await openDatabase({ url: server.url("restarted"), folder: "" });
  await database.write(add(database, "before"));
  await server.stop();
  await assert.rejects(database.ping(), "it says that it is ready");
  const writes = Array.from({ length: 200 }, async (_, at) => {
    await database.write(add(database, `${at}-a`, `${at}-b`));
  });
  const reading = keysIn(database);
  // While it starts, which takes it a while, nobody can reach it.
  await server.start();
  await Promise.all(writes);
  assert.deepEqual((await reading).includes("before"), true);
  assert.equal((await keysIn(database)).length, 401);
  await database.ping();
});

test("where packets vanish, callers are told to come back within seconds, and all goes on when they arrive again", async () => {
  await administer("create database partitioned");
  await using proxy = await TcpProxy.start(() => server.socket);
  const url = `postgres://signet@127.0.0.1:${proxy.port}/partitioned`;
  await using database = await openDatabase({ url, folder: "" });
  await database.write(add(database, "before"));
  proxy.freeze();
  const waiting = [
    took(assert.rejects(keysIn(database), unavailable)),
    took(assert.rejects(database.write(add(database, "a", "b")), unavailable)),
  ];
  const pinged = await took(assert.rejects(database.ping()));
  assert.ok(pinged.ms < 10_000, `${pinged.ms} ms until it was known not to be ready`);
  for (const { ms } of await Promise.all(waiting)) assert.ok(ms < 12_000, `a caller waited for ${ms} ms`);
  let heard = 0;
  database.announcements.hear("identities", () => heard++);
  proxy.thaw();
  const { ms } = await took(database.write(add(database, "c", "d")));
  assert.ok(ms < 10_000, `${ms} ms until it worked again`);
  assert.deepEqual(await keysIn(database), ["before", "c", "d"]);
  for (let waits = 0; heard === 0; waits++) {
    assert.ok(waits < 200, "what was missed is not known to be missed");
    await delay(20);
  }
});

test("of several hosts the one that can be written to is used, and another one when it has gone", async () => {
  await administer("create database failover");
  await server.stop();
  const copy = await server.startCopy();
  await server.start();
  const sockets = { first: server.socket, second: copy.socket };
  await using first = await TcpProxy.start(() => sockets.first);
  await using second = await TcpProxy.start(() => sockets.second);
  const url = `postgres://signet@127.0.0.1:${first.port},127.0.0.1:${second.port}/failover`;
  await using database = await openDatabase({ url, folder: "" });
  await database.write(add(database, "a"));
  // The two change their roles.
  sockets.first = copy.socket;
  sockets.second = server.socket;
  first.cut();
  await Promise.all([
    database.write(add(database, "b", "c")),
    keysIn(database),
    database.write(add(database, "d")),
  ]);
  assert.deepEqual(await keysIn(database), ["a", "b", "c", "d"]);
  // One that starts now meets the copy first.
  await using late = await openDatabase({ url, folder: "" });
  assert.deepEqual(await keysIn(late), ["a", "b", "c", "d"]);
  await copy.stop();
});

test("with fewer connections than it would like it works all the same", async () => {
  await administer("create role few login connection limit 3");
  await administer("create database crowded owner few");
  const url = server.url("crowded").replace("signet@", "few@");
  await using database = await openDatabase({ url, folder: "" });
  const keys = Array.from({ length: 100 }, (_, at) => `${at}`);
  await Promise.all(keys.map(async () => await keysIn(database)));
  await Promise.all(keys.map(async (key) => await database.write(add(database, key, `${key}-too`))));
  const mixed = keys.map(async (key) => [
    await keysIn(database),
    await database.write(add(database, `${key}-more`)),
  ]);
  await Promise.all(mixed);
  assert.equal((await keysIn(database)).length, 300);
});

test("where there are few connections, those that read leave one to write with, and without one it is not ready", async () => {
  await administer("create role scarce login connection limit 5");
  await administer("create database scarcity owner scarce");
  const url = server.url("scarcity").replace("signet@", "scarce@");
  await using database = await openDatabase({ url, folder: "" });
  // What is asked in turns of their own is spread over as many connections as there are.
  const asked: Promise<unknown>[] = [];
  while (asked.length < 200) {
    asked.push(keysIn(database));
    await nextTurn();
  }
  await Promise.all(asked);
  await database.write(add(database, "a", "b"));
  await database.ping();
  await administer("alter role scarce connection limit 1");
  await administer(
    "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'scarce' and query = 'commit'",
  );
  const isReady = async () =>
    await database.ping().then(
      () => true,
      () => false,
    );
  while (await isReady()) await delay(5);
  await assert.rejects(database.ping(), /too many connections for role "scarce"/);
  assert.deepEqual(await keysIn(database), ["a", "b"]);
  await assert.rejects(openDatabase({ url, folder: "" }));
});

test("while there is no connection to be had at all, callers are told to come back, and served once there is", async () => {
  await administer("create role refused login connection limit 6");
  await administer("create database taken owner refused");
  const url = server.url("taken").replace("signet@", "refused@");
  await using database = await openDatabase({ url, folder: "" });
  await database.write(add(database, "before"));
  await administer("alter role refused connection limit 0");
  await administer("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'refused'");
  const refused = [
    took(assert.rejects(keysIn(database), unavailable)),
    took(assert.rejects(database.write(add(database, "a", "b")), unavailable)),
  ];
  await assert.rejects(database.ping());
  for (const { ms } of await Promise.all(refused)) assert.ok(ms < 12_000, `a caller waited for ${ms} ms`);
  const patient = database.write(add(database, "c", "d"));
  await delay(500);
  await administer("alter role refused connection limit 6");
  await patient;
  assert.deepEqual(await keysIn(database), ["before", "c", "d"]);
});

test("a group sees what was committed while it waited, whatever isolation the database has", async () => {
  await administer("create database strict");
  await administer("alter database strict set default_transaction_isolation = 'serializable'");
  await using database = await openDatabase({ url: server.url("strict"), folder: "" });
  const isolation = sql<{ is: string }>`select current_setting('transaction_isolation') as is`;
  assert.deepEqual(await database.read(isolation.compile(database.build)), [{ is: "read committed" }]);
  await database.write(add(database, "a", "b"));
  const append = (key: string) => ({
    query: database.build
      .updateTable("tags")
      .set({ value: sql`value || 'x'` })
      .where("key", "=", key)
      .compile(),
  });
  const other = new Client({ connectionString: server.url("strict") });
  await other.connect();
  await other.query("begin");
  await other.query("update tags set value = value || 'y' where key = 'b'");
  const written = database.write([append("a"), append("b")]);
  const waiting = "select 1 from pg_locks where not granted";
  while ((await other.query(waiting)).rowCount === 0) await delay(5);
  // To a group that had to be serialized, having begun before, this would be a row from its future.
  await other.query("commit");
  await other.end();
  await written;
  const values = await database.read(
    database.build.selectFrom("tags").select("value").orderBy("key").compile(),
  );
  assert.deepEqual(values, [{ value: "x" }, { value: "yx" }]);
});

test("groups that wait for one another crosswise are all done", async () => {
  await administer("create database crosswise");
  await using here = await openDatabase({ url: server.url("crosswise"), folder: "" });
  await using there = await openDatabase({ url: server.url("crosswise"), folder: "" });
  await administer("alter database crosswise set deadlock_timeout = '20ms'");
  await here.write(add(here, "a", "b"));
  const append = (database: Database, key: string) => ({
    query: database.build
      .updateTable("tags")
      .set({ value: sql`value || 'x'` })
      .where("key", "=", key)
      .compile(),
  });
  const groups = Array.from({ length: 40 }, async () => {
    await here.write([append(here, "a"), append(here, "b")]);
    await there.write([append(there, "b"), append(there, "a")]);
  });
  await Promise.all(groups);
  const values = await here.read(here.build.selectFrom("tags").select("value").compile());
  assert.deepEqual(
    values.map(({ value }) => value.length),
    [80, 80],
  );
});

test("a statement prepared before a newer version changed its table is prepared anew", async () => {
  await administer("create database newer");
  await using database = await openDatabase({ url: server.url("newer"), folder: "" });
  const all = database.build.selectFrom("tags").selectAll().compile();
  await database.write(add(database, "a"));
  await database.read(all);
  await administer("alter table tags add column later text", "newer");
  for (let reads = 0; reads < 8; reads++) assert.equal((await database.read(all)).length, 1);
  const change = database.build.deleteFrom("tags").returningAll().compile();
  assert.equal((await database.change(change)).length, 1);
});

test("what waits to be written while the partition of its day is attached is written into it", async () => {
  await administer("create database parted");
  await using database = await openDatabase({ url: server.url("parted"), folder: "" });
  await administer("create table days (day int) partition by range (day)", "parted");
  await administer("create table days_default partition of days default", "parted");
  const upkeep = new Client({ connectionString: server.url("parted") });
  await upkeep.connect();
  await upkeep.query("begin");
  await upkeep.query("create table days_1 (like days)");
  await upkeep.query("alter table days attach partition days_1 for values from (1) to (2)");
  const written = database.write([{ query: sql`insert into days values (1)`.compile(database.build) }]);
  const waiting = "select 1 from pg_locks where not granted";
  while ((await upkeep.query(waiting)).rowCount === 0) await delay(5);
  await upkeep.query("commit");
  await written;
  assert.equal((await upkeep.query("select 1 from days_1")).rowCount, 1);
  await upkeep.end();
});

test("a schema is brought up to date for as long as it takes, whatever limits statements have", async () => {
  await administer("create database limited");
  await administer("alter database limited set statement_timeout = '500ms'");
  await administer("alter database limited set lock_timeout = '500ms'");
  const other = new Client({ connectionString: server.url("limited"), statement_timeout: 60_000 });
  await other.connect();
  await other.query("select pg_advisory_lock(744638)");
  const opening = openDatabase({ url: server.url("limited"), folder: "" });
  const outlasted = Promise.allSettled([opening]);
  await other.query("select pg_sleep(1.5)");
  await other.query("select pg_advisory_unlock(744638)");
  await other.end();
  await outlasted;
  await using database = await opening;
  await database.ping();
});
