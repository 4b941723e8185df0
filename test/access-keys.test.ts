import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { AccessKeys, everything } from "#features/access-keys/index.ts";
import { KeyStore } from "#features/access-keys/store.ts";
import { Announcements } from "#platform/announcements.ts";
import type { Clock } from "#platform/clock.ts";
import { type Database, openDatabase } from "#platform/database/open.ts";
import { systemRandom } from "#platform/random.ts";
import { secretsUnder } from "#platform/secrets.ts";
import { engines, newDatabasePlace } from "./support/engines.ts";

const account = "111122223333";

/** Counts what reaches the store. */
function counted(database: Database): { database: Database; reads: () => number } {
  let reads = 0;
  const counting: Database = {
    engine: database.engine,
    build: database.build,
    announcements: database.announcements,
    read(query) {
      reads += 1;
      return database.read(query);
    },
    readAside: (query) => database.readAside(query),
    write: (group) => database.write(group),
    change: (query) => database.change(query),
    ping: () => database.ping(),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
  return { database: counting, reads: () => reads };
}

function nodeOn(database: Database, announcements = database.announcements) {
  const time = { now: 1_700_000_000_000 };
  const clock: Clock = { now: () => time.now, sleep: () => Promise.resolve() };
  const { database: watched, reads } = counted(database);
  const secrets = secretsUnder(Buffer.alloc(32, 1));
  const keys = new AccessKeys({
    store: new KeyStore(watched),
    secrets,
    announcements,
    clock,
    random: systemRandom,
  });
  return { keys, time, reads };
}

for (const engine of engines) {
  describe(`keys on ${engine}`, () => {
    test("of an account, a thousand are in force and are listed, with the last of those that were revoked", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      const { keys, time } = nodeOn(database);
      const row = (number: number, revoked_at: number | null) => ({
        id: `key_${number}`,
        account,
        token_hash: Buffer.from(`${number}`),
        description: "",
        created_at: number,
        revoked_at,
      });
      const rows = Array.from({ length: 3_000 }, (_, at) => row(at, at < 999 ? null : 1));
      for (let at = 0; at < rows.length; at += 500) {
        const some = rows.slice(at, at + 500);
        await database.write([{ query: database.build.insertInto("api_keys").values(some).compile() }]);
      }
      const { id } = await keys.createApiKey(account, "the last");
      await assert.rejects(keys.createApiKey(account, ""), { problem: "limit-exceeded" });
      await keys.createApiKey("444455556666", "of another");
      const listed = await keys.list("api-key", account);
      assert.equal(listed.length, 2_000);
      assert.deepEqual([listed[0]?.id, listed.at(-1)?.id], ["key_0", id]);
      assert.equal(listed.filter(({ revokedAt }) => revokedAt === undefined).length, 1_000);
      time.now += 1_000;
      await keys.revoke("api-key", account, "key_0");
      await keys.createApiKey(account, "in its place");
    });

    test("an access key is found with its secret, which the store does not hold in the clear", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      const { keys } = nodeOn(database);
      const made = await keys.createAccessKey(account, "ci");
      assert.match(made.id, /^AKIA[A-Z2-7]{16}$/);
      assert.match(made.secret, /^[A-Za-z0-9+/]{40}$/);
      assert.deepEqual(await keys.findAccessKey(made.id), made);
      assert.equal(await keys.findAccessKey("AKIAAAAAAAAAAAAAAAAA"), undefined);
      const [row] = await database.read(database.build.selectFrom("access_keys").selectAll().compile());
      assert.ok(row !== undefined && !Buffer.from(row.secret_sealed).includes(made.secret));
    });

    test("an API key is found by its token, of which only the hash is kept", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      const { keys } = nodeOn(database);
      const { id, token } = await keys.createApiKey(account, "script");
      assert.match(token, /^sk_signet_[\w-]{43}$/);
      assert.deepEqual(await keys.findApiKey(token), { id, account, scope: everything });
      assert.equal(await keys.findApiKey(`${token}x`), undefined);
      await keys.revoke("api-key", account, id);
      assert.equal(await keys.findApiKey(token), undefined);
    });

    test("a key in constant use is read once a second", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      const { keys, time, reads } = nodeOn(database);
      const { id } = await keys.createAccessKey(account, "");
      const before = reads();
      await Promise.all(Array.from({ length: 50 }, () => keys.findAccessKey(id)));
      time.now += 999;
      await keys.findAccessKey(id);
      assert.equal(reads() - before, 1);
      time.now += 1;
      await keys.findAccessKey(id);
      assert.equal(reads() - before, 2);
    });

    test("a revoked key is known as revoked: at once by those who hear of it, within a second by all others", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      const here = nodeOn(database);
      const elsewhere = nodeOn(database, new Announcements());
      const { id } = await here.keys.createAccessKey(account, "");
      for (const { keys } of [here, elsewhere]) assert.equal((await keys.findAccessKey(id))?.revoked, false);
      await here.keys.revoke("access-key", account, id);
      assert.equal((await here.keys.findAccessKey(id))?.revoked, true);
      elsewhere.time.now += 1_000;
      assert.equal((await elsewhere.keys.findAccessKey(id))?.revoked, true);
      const [listed] = await here.keys.list("access-key", account);
      assert.equal(listed?.revokedAt, here.time.now);
    });

    test("nobody revokes a key of another account, or twice", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      const { keys } = nodeOn(database);
      const { id } = await keys.createAccessKey(account, "");
      const notFound = { problem: "not-found" };
      await assert.rejects(keys.revoke("access-key", "999999999999", id), notFound);
      await keys.revoke("access-key", account, id);
      await assert.rejects(keys.revoke("access-key", account, id), notFound);
      assert.deepEqual(await keys.list("access-key", "999999999999"), []);
    });

    test("the local account keeps its key until it is revoked", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      const first = await nodeOn(database).keys.ensureLocalKey();
      assert.equal(first.account, "000000000000");
      const { keys } = nodeOn(database);
      assert.deepEqual(await keys.ensureLocalKey(), first);
      await keys.revoke("access-key", first.account, first.id);
      assert.notEqual((await keys.ensureLocalKey()).id, first.id);
    });
  });
}
