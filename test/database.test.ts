import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sql } from "kysely";
import { type Database, openDatabase } from "#platform/database/open.ts";
import { prepare } from "#platform/database/prepare.ts";
import { engines, newDatabasePlace } from "./support/engines.ts";

const tag = { account: "000000000000", region: "us-east-1", resource: "identity/example.com" };

const insertTag = prepare<{ key: string; value: string }>();
function statements(database: Database) {
  return {
    add: insertTag(database, (build, { key, value }) =>
      build
        .insertInto("tags")
        .values({ ...tag, key, value })
        .onConflict((conflict) => conflict.doNothing()),
    ),
    all: database.build.selectFrom("tags").select(["key", "value"]).orderBy("key").compile(),
  };
}

for (const engine of engines) {
  describe(`the store on ${engine}`, () => {
    test("a write is read back, and outlives a restart", async () => {
      await using place = await newDatabasePlace(engine);
      {
        await using database = await openDatabase(place);
        const { add, all } = statements(database);
        await database.write([{ query: add({ key: "a", value: "1" }) }]);
        assert.deepEqual({ ...(await database.read(all))[0] }, { key: "a", value: "1" });
      }
      await using again = await openDatabase(place);
      assert.equal((await again.read(statements(again).all)).length, 1);
    });

    test("a store that was closed opens nothing any more, whatever comes late", async () => {
      await using place = await newDatabasePlace(engine);
      const database = await openDatabase(place);
      const { add, all } = statements(database);
      await database.read(all);
      await database[Symbol.asyncDispose]();
      const late = [
        () => database.read(all),
        () => database.readAside(all),
        () => database.write([{ query: add({ key: "a", value: "1" }) }]),
        () => database.ping(),
      ];
      for (const ask of late) await assert.rejects(ask, { message: "The database is closed." });
    });

    test("a group whose guard fails leaves nothing behind and harms no other group", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      const { add, all } = statements(database);
      await database.write([{ query: add({ key: "taken", value: "1" }) }]);
      const results = await Promise.allSettled([
        database.write([{ query: add({ key: "b", value: "2" }) }]),
        database.write([
          { query: add({ key: "c", value: "3" }) },
          { query: add({ key: "taken", value: "4" }), otherwise: () => new Error("already there") },
        ]),
        database.write([{ query: add({ key: "d", value: "5" }) }]),
      ]);
      assert.deepEqual(
        results.map(({ status }) => status),
        ["fulfilled", "rejected", "fulfilled"],
      );
      assert.match(String((results[1] as PromiseRejectedResult).reason), /already there/);
      const rows = await database.read(all);
      assert.deepEqual(
        rows.map(({ key, value }) => `${key}=${value}`),
        ["b=2", "d=5", "taken=1"],
      );
    });

    test("a select can be a guard", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      const { add, all } = statements(database);
      const missing = database.build.selectFrom("tags").select("key").where("key", "=", "nobody").compile();
      await assert.rejects(
        database.write([
          { query: missing, otherwise: () => new Error("no such tag") },
          { query: add({ key: "a", value: "1" }) },
        ]),
        /no such tag/,
      );
      assert.deepEqual(await database.read(all), []);
    });

    test("a statement that is wrong fails its own group only", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      const { add, all } = statements(database);
      const wrong = database.build
        .insertInto("tags")
        .values({ ...tag, key: "x", value: null as unknown as string })
        .compile();
      const [good, bad] = await Promise.allSettled([
        database.write([{ query: add({ key: "a", value: "1" }) }]),
        database.write([{ query: add({ key: "b", value: "1" }) }, { query: wrong }]),
      ]);
      assert.equal(good?.status, "fulfilled");
      assert.equal(bad?.status, "rejected");
      assert.equal((await database.read(all)).length, 1);
    });

    test("a read sees every write that was answered before it, whatever is read meanwhile", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      const { add, all } = statements(database);
      let isOver = false;
      const others = (async () => {
        while (!isOver) {
          await database.read(all);
          await new Promise(setImmediate);
        }
      })();
      for (let count = 1; count <= 200; count += 1) {
        await database.write([{ query: add({ key: `key-${count}`, value: "v" }) }]);
        assert.equal((await database.read(all)).length, count);
      }
      isOver = true;
      await others;
    });

    test("a read that takes long sees every write that was answered before it, and keeps no other waiting", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      const { add, all } = statements(database);
      const longRead = sql<{ n: number }>`with recursive numbers(n) as
        (select 1 union all select n + 1 from numbers where n < 1000000) select count(*) as n from numbers`;
      const ended: string[] = [];
      await database.read(all);
      await Promise.all([
        database.readAside(longRead.compile(database.build)).then(() => ended.push("long")),
        database.read(all).then(() => ended.push("short")),
      ]);
      assert.deepEqual(ended, ["short", "long"]);
      for (let count = 1; count <= 10; count += 1) {
        await database.write([{ query: add({ key: `key-${count}`, value: "v" }) }]);
        assert.equal((await database.readAside(all)).length, count);
      }
      await assert.rejects(database.readAside(sql`select no_such_column from tags`.compile(database.build)));
      assert.equal((await database.readAside(all)).length, 10);
    });

    test("a guard that fails speaks before a step after it that cannot be done", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      const { add } = statements(database);
      const again = database.build
        .insertInto("tags")
        .values({ ...tag, key: "a", value: "2" })
        .compile();
      await database.write([{ query: add({ key: "a", value: "1" }) }]);
      await assert.rejects(
        database.write([
          { query: add({ key: "a", value: "2" }), otherwise: () => new Error("already there") },
          { query: again },
        ]),
        /already there/,
      );
    });

    test("a thousand groups at once are all answered, each once", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      const { add, all } = statements(database);
      const keys = Array.from({ length: 1_000 }, (_, at) => `key-${String(at).padStart(4, "0")}`);
      const taken = () => new Error("taken");
      const outcomes = await Promise.allSettled(
        [...keys, ...keys.slice(0, 100)].map((key) =>
          database.write([{ query: add({ key, value: "v" }), otherwise: taken }]),
        ),
      );
      assert.equal(outcomes.filter(({ status }) => status === "rejected").length, 100);
      assert.deepEqual(
        (await database.read(all)).map(({ key }) => key),
        keys,
      );
    });

    test("bytes, numbers past 32 bits and nulls come back as they went in", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      const key = {
        id: "AKIAEXAMPLE",
        account: tag.account,
        secret_sealed: Uint8Array.of(0, 255, 10),
        description: "é\u{1F600}",
        created_at: 1_795_000_000_123,
        revoked_at: null,
        scope: null,
        last_used_at: null,
      };
      await database.write([{ query: database.build.insertInto("access_keys").values(key).compile() }]);
      const [row] = await database.read(database.build.selectFrom("access_keys").selectAll().compile());
      assert.deepEqual({ ...row, secret_sealed: Uint8Array.from(row?.secret_sealed ?? []) }, key);
    });

    test("two processes' worth of opening at once migrate it once", async () => {
      await using place = await newDatabasePlace(engine);
      const opened = await Promise.all([openDatabase(place), openDatabase(place), openDatabase(place)]);
      for (const database of opened) await database[Symbol.asyncDispose]();
      assert.equal(opened.length, 3);
    });
  });
}
