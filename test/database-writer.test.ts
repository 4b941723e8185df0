import assert from "node:assert/strict";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { copyFile, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import type { Worker } from "node:worker_threads";
import { sql } from "kysely";
import { type Database, openDatabase } from "#platform/database/open.ts";
import { Unavailable } from "#platform/errors.ts";
import { engines, newDatabasePlace } from "./support/engines.ts";

/** The threads that are started from now on. */
function threadsFromNowOn() {
  const threads: Worker[] = [];
  const listen = (message: unknown) => void threads.push((message as { worker: Worker }).worker);
  subscribe("worker_threads", listen);
  return { threads, [Symbol.dispose]: () => void unsubscribe("worker_threads", listen) };
}

function insertTag({ build }: Database, key: string) {
  const tag = {
    account: "000000000000",
    region: "us-east-1",
    resource: "identity/a.example",
    key,
    value: "",
  };
  return [{ query: build.insertInto("tags").values(tag).compile() }];
}

async function keysIn(database: Database): Promise<string[]> {
  const rows = await database.read(database.build.selectFrom("tags").select("key").orderBy("key").compile());
  return rows.map(({ key }) => key);
}

test("a SQLite store whose writer has died begins another, which takes what waited", async () => {
  await using place = await newDatabasePlace("sqlite");
  using started = threadsFromNowOn();
  await using database = await openDatabase(place);
  await database.write(insertTag(database, "before"));
  using holder = new DatabaseSync(join(place.folder, "signet.sqlite"));
  holder.exec("begin immediate");
  const underWay = database.write(insertTag(database, "under way"));
  await nextTurn();
  await nextTurn();
  const waiting = database.write(insertTag(database, "waiting"));
  const ended = started.threads[0]?.terminate();
  holder.exec("rollback");
  await assert.rejects(underWay, /writer has stopped/);
  await waiting;
  await ended;
  await database.ping();
  assert.deepEqual(await keysIn(database), ["before", "waiting"]);
});

test("a SQLite store whose file was moved away or replaced is not ready and takes no writes", async () => {
  await using place = await newDatabasePlace("sqlite");
  using started = threadsFromNowOn();
  await using database = await openDatabase(place);
  await database.write(insertTag(database, "before"));
  const refused = async () => {
    const reasons: unknown[] = [];
    for (const attempt of [() => database.ping(), () => database.write(insertTag(database, "lost"))]) {
      await assert.rejects(attempt, (error: Error) => {
        reasons.push(error.cause);
        return error instanceof Unavailable;
      });
    }
    for (const reason of reasons) assert.match(String(reason), /signet\.sqlite.* is no longer the file/);
  };
  const file = join(place.folder, "signet.sqlite");
  for (const [one, away] of [
    [file, `${file}.away`],
    [`${file}-wal`, `${file}-wal.away`],
    [place.folder, `${place.folder}.away`],
  ] as const) {
    await rename(one, away);
    await refused();
    await rename(away, one);
    await database.ping();
  }
  await rename(file, `${file}.away`);
  await copyFile(`${file}.away`, file);
  await refused();
  // Nor by another thread, which would open the other file.
  await started.threads[0]?.terminate();
  await refused();
  await rename(`${file}.away`, file);
  await database.write(insertTag(database, "after"));
  assert.deepEqual(await keysIn(database), ["after", "before"]);
});

test("a SQLite store without a thread for its checkpoints goes on, and makes them once it has one", async () => {
  await using place = await newDatabasePlace("sqlite");
  const size = async () => (await stat(join(place.folder, "signet.sqlite"))).size;
  await using database = await openDatabase(place);
  await database.ping();
  using started = threadsFromNowOn();
  let written = 0;
  const write = async () => {
    await database.write(insertTag(database, `key-${written++}`));
  };
  const writeUntilCheckpoint = async () => {
    const { length } = started.threads;
    while (started.threads.length === length) await write();
    return started.threads[length];
  };
  const failed = await writeUntilCheckpoint();
  assert.ok(failed);
  await failed.terminate();
  await write();
  const before = await size();
  const working = await writeUntilCheckpoint();
  assert.ok(working);
  await once(working, "message");
  assert.ok((await size()) > before, "what was written has been moved into the file");
});

test("that checkpoints fail one after the other is said once, and that they are made again", async () => {
  await using place = await newDatabasePlace("sqlite");
  const said: string[] = [];
  const note = (fields: object, message: string) =>
    void said.push([message, ...Object.values(fields)].join(" "));
  await using database = await openDatabase(place, { log: { error: note, info: note } });
  await database.ping();
  using started = threadsFromNowOn();
  const untilThread = async () => {
    const { length } = started.threads;
    for (let at = 0; started.threads.length === length; at++)
      await database.write(insertTag(database, `${length}/${at}`));
    return started.threads[length];
  };
  for (let failures = 1; failures <= 5; failures++) {
    const thread = await untilThread();
    await thread?.terminate();
    assert.equal(said.length, failures < 3 ? 0 : 1);
  }
  assert.match(said[0] ?? "", /grows/);
  const working = await untilThread();
  assert.ok(working);
  await once(working, "message");
  assert.equal(said.length, 2);
  assert.match(said[1] ?? "", /again/);
});

test("a SQLite store that was closed is one file, which may be copied alone", async () => {
  await using place = await newDatabasePlace("sqlite");
  const file = join(place.folder, "signet.sqlite");
  const insert = sql`insert into tags (account, region, resource, key, value) values ('1', '2', '3', '4', '5')`;
  const database = await openDatabase(place);
  await database.write([{ query: insert.compile(database.build) }]);
  await database.read(database.build.selectFrom("tags").select("key").compile());
  await database[Symbol.asyncDispose]();
  const copy = join(place.folder, "copy.sqlite");
  await copyFile(file, copy);
  const copied = new DatabaseSync(copy);
  assert.equal(copied.prepare("select count(*) as count from tags").get()?.["count"], 1);
  copied.close();
});

/** Lists of every length: each is a statement of its own. */
const statements = 1_200;

for (const engine of engines) {
  test(`however many different statements there are, each does what it says, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const { build } = database;
    const tag = { account: "000000000000", region: "us-east-1", resource: "identity/example.com", value: "" };
    const added = Array.from({ length: statements }, (_, at) => `key-${at}`);
    const add = (key: string, at: number) =>
      sql`insert into tags (account, region, resource, key, value)
        values (${tag.account}, ${tag.region}, ${tag.resource}, ${key}, ${sql.lit(String(at))})`.compile(
        build,
      );
    for (const [at, key] of added.entries()) await database.write([{ query: add(key, at) }]);
    const all = build.selectFrom("tags").select(["key", "value"]).compile();
    const rows = await database.read(all);
    assert.deepEqual(
      new Map(rows.map(({ key, value }) => [key, value])),
      new Map(added.map((key, at) => [key, String(at)])),
    );
  });
}

test("PostgreSQL keeps prepared what recurs, and nothing else", async () => {
  await using place = await newDatabasePlace("postgres");
  await using database = await openDatabase(place);
  const ask = async (text: string) =>
    await database.read(sql<{ text: string }>`${sql.raw(text)}`.compile(database.build));
  for (let at = 0; at < statements; at++) await ask(`select '${at}' as text`);
  for (let time = 0; time < 3; time++) await ask("select 'again' as text");
  // Asked one after the other, all on one connection.
  const kept = await ask("select statement as text from pg_prepared_statements");
  assert.deepEqual(
    kept.map(({ text }) => text),
    ["select 'again' as text"],
  );
});

test("what is written while a slow disk holds up a checkpoint waits for it", async () => {
  await using place = await newDatabasePlace("sqlite");
  await using database = await openDatabase(place);
  // As a checkpoint that begins the log anew has it: for longer than SQLite waits by itself.
  using holder = new DatabaseSync(join(place.folder, "signet.sqlite"));
  holder.exec("begin immediate");
  const written = database.write(insertTag(database, "a"));
  await delay(1_500);
  holder.exec("rollback");
  await written;
  assert.deepEqual(await keysIn(database), ["a"]);
});
