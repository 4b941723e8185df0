// When a key was used last, where several processes see it, a write fails, or a clock is set back.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { AccessKeys } from "#features/access-keys/index.ts";
import { KeyStore } from "#features/access-keys/store.ts";
import { hourMs, minuteMs } from "#platform/clock.ts";
import { type Database, openDatabase } from "#platform/database/open.ts";
import { systemRandom } from "#platform/random.ts";
import { secretsUnder } from "#platform/secrets.ts";
import { engines, newDatabasePlace } from "./support/engines.ts";
import { HandClock } from "./support/hand-clock.ts";

const account = "111122223333";

/** Keys as one of several processes has them. */
function keysOn(database: Database, clock: HandClock, store = new KeyStore(database)): AccessKeys {
  const { announcements } = database;
  return new AccessKeys({
    store,
    secrets: secretsUnder(Buffer.alloc(32, 1)),
    announcements,
    clock,
    random: systemRandom,
  });
}

class KeyStoreThatFailsOnce extends KeyStore {
  #fails = true;

  override async writeUses(uses: ReadonlyMap<string, number>): Promise<void> {
    if (!this.#fails) return await super.writeUses(uses);
    this.#fails = false;
    throw new Error("the database went away");
  }
}

async function lastUses(keys: AccessKeys): Promise<(number | undefined)[]> {
  const listed = [...(await keys.list("access-key", account)), ...(await keys.list("api-key", account))];
  return listed.map(({ lastUsedAt }) => lastUsedAt);
}

for (const engine of engines) {
  describe(`uses of keys on ${engine}`, () => {
    test("of two processes that saw a key, the later use stands, whichever is written first", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      await using elsewhere = await openDatabase(place);
      const clock = new HandClock();
      const [one, other] = [keysOn(database, clock), keysOn(elsewhere, clock)];
      const ids = [
        (await one.createAccessKey(account, "")).id,
        (await one.createApiKey(account, "")).id,
      ] as const;
      for (const id of ids) one.noteUse(id);
      clock.advance(minuteMs);
      const later = clock.now();
      for (const id of ids) other.noteUse(id);
      await other.writeUses();
      await one.writeUses();
      assert.deepEqual(await lastUses(one), [later, later]);

      clock.advance(hourMs);
      one.noteUse(ids[0]);
      await Promise.all([one.writeUses(), other.writeUses()]);
      assert.deepEqual(await lastUses(other), [later + hourMs, later]);
    });

    test("a use that could not be written is written the next time, and does not hide one that came since", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      const clock = new HandClock();
      const keys = keysOn(database, clock, new KeyStoreThatFailsOnce(database));
      const busy = (await keys.createAccessKey(account, "")).id;
      const quiet = (await keys.createApiKey(account, "")).id;
      const first = clock.now();
      keys.noteUse(busy);
      keys.noteUse(quiet);
      const writing = keys.writeUses();
      clock.advance(hourMs);
      keys.noteUse(busy);
      await assert.rejects(writing, /went away/);
      assert.deepEqual(await lastUses(keys), [undefined, undefined]);
      await keys.writeUses();
      assert.deepEqual(await lastUses(keys), [first + hourMs, first]);
    });
  });
}

test("by a clock that is set back no use is of a time to come, and those after it are noted", async () => {
  await using place = await newDatabasePlace("sqlite");
  await using database = await openDatabase(place);
  const clock = new HandClock();
  const keys = keysOn(database, clock);
  const { id } = await keys.createApiKey(account, "");
  clock.advance(24 * hourMs);
  keys.noteUse(id);
  clock.advance(-24 * hourMs);
  await keys.writeUses();
  assert.deepEqual(await lastUses(keys), [clock.now()]);
  clock.advance(hourMs);
  keys.noteUse(id);
  await keys.writeUses();
  assert.deepEqual(await lastUses(keys), [clock.now()]);
});
