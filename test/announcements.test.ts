import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import type { Topic } from "#platform/announcements.ts";
import { type Database, openDatabase } from "#platform/database/open.ts";
import { engines, newDatabasePlace } from "./support/engines.ts";

const tag = { account: "000000000000", region: "us-east-1", resource: "identity/example.com" };

function add(database: Database, key: string) {
  return {
    query: database.build
      .insertInto("tags")
      .values({ ...tag, key, value: "" })
      .compile(),
  };
}

/** Whether the tag is there by the time it is heard of: nothing is told before it is on disk. */
function heardBy(database: Database, topic: Topic) {
  const heard: { about: string | undefined; isThere: Promise<boolean> }[] = [];
  database.announcements.hear(topic, (about) => {
    const query = database.build
      .selectFrom("tags")
      .select("key")
      .where("key", "=", about ?? "");
    heard.push({ about, isThere: database.read(query.compile()).then((rows) => rows.length > 0) });
  });
  return heard;
}

async function until(isSo: () => boolean): Promise<void> {
  const end = performance.now() + 5_000;
  while (!isSo()) {
    assert.ok(performance.now() < end, "it was not heard");
    await delay(2);
  }
}

for (const engine of engines) {
  test(`what is announced in a group is heard once the group is on disk, and never when it is undone, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const heard = heardBy(database, "identities");
    const undone = { ...add(database, "a"), otherwise: () => new Error("undone") };
    await database.write([add(database, "a"), { topic: "identities", about: "a" }]);
    assert.deepEqual(
      heard.map(({ about }) => about),
      ["a"],
      "it was not heard before the write was answered",
    );
    const select = database.build.selectFrom("tags").select("key").where("key", "=", "nowhere").compile();
    await assert.rejects(
      database.write([
        { topic: "identities", about: "b" },
        { ...undone, query: select },
      ]),
    );
    await Promise.allSettled([
      database.write([add(database, "c"), { topic: "identities", about: "c" }]),
      database.write([add(database, "a"), { topic: "identities", about: "d" }]),
    ]);
    assert.deepEqual(
      heard.map(({ about }) => about),
      ["a", "c"],
    );
    assert.deepEqual(await Promise.all(heard.map(({ isThere }) => isThere)), [true, true]);
  });
}

test("every other process hears it too, and the one that said it hears it once", async () => {
  await using place = await newDatabasePlace("postgres");
  await using here = await openDatabase(place);
  await using there = await openDatabase(place);
  const [heardHere, heardThere] = [heardBy(here, "identities"), heardBy(there, "identities")];
  const odd = '000000000000/us-east-1/it\'s a "name" with ümläuts\nand lines';
  for (const key of ["a", "b", odd]) await here.write([add(here, key), { topic: "identities", about: key }]);
  await until(() => heardThere.length === 3);
  assert.deepEqual(
    heardThere.map(({ about }) => about),
    ["a", "b", odd],
  );
  assert.deepEqual(await Promise.all(heardThere.map(({ isThere }) => isThere)), [true, true, true]);
  assert.equal(heardHere.length, 3);
});

test("that there is work is told to others again and again, a few at once, and never not at all", async () => {
  await using place = await newDatabasePlace("postgres");
  await using here = await openDatabase(place);
  await using there = await openDatabase(place);
  const [heardHere, heardThere] = [heardBy(here, "deliveries"), heardBy(there, "deliveries")];
  for (let round = 0; round < 3; round++) {
    const before = heardThere.length;
    const startedAt = performance.now();
    for (let at = 0; at < 100; at++) await here.write([add(here, `${round}-${at}`), { topic: "deliveries" }]);
    await until(() => heardThere.length > before);
    await delay(100);
    assert.ok(heardThere.length - before <= 2 + (performance.now() - startedAt) / 20);
  }
  assert.equal(heardHere.length, 300);
});

test("after its connection was cut, a process takes everything as changed and hears again", async () => {
  await using place = await newDatabasePlace("postgres");
  await using here = await openDatabase(place);
  await using there = await openDatabase(place);
  const heard = heardBy(there, "identities");
  const enemy = new Client({ connectionString: place.url });
  await enemy.connect();
  await enemy.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );
  await enemy.end();
  await until(() => heard.length > 0);
  assert.equal(heard[0]?.about, undefined);
  await here.write([add(here, "a"), { topic: "identities", about: "a" }]);
  await until(() => heard.some(({ about }) => about === "a"));
});
