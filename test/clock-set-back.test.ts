import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sql } from "kysely";
import { QuotaStore } from "#features/account/index.ts";
import { CallAllowanceStore } from "#features/call-rate/index.ts";
import { systemClock as clock, hourMs, secondMs } from "#platform/clock.ts";
import { type Database, openDatabase } from "#platform/database/open.ts";
import { engines, newDatabasePlace } from "./support/engines.ts";

const owner = { account: "000000000000", region: "us-east-1" };

/** What was taken until then, it says, is taken until an hour later: the clock was an hour ahead as it was. */
async function aheadOf(
  database: Database,
  table: "send_allowances" | "call_allowances",
  unit: number,
): Promise<void> {
  const ahead = sql`update ${sql.table(table)} set next_at = next_at + cast(${hourMs * unit} as bigint)`;
  await database.write([{ query: ahead.compile(database.build) }]);
}

for (const engine of engines) {
  describe(`a clock that was an hour ahead and is set right on ${engine}`, () => {
    test("does not keep an account from sending for an hour", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      const quotas = new QuotaStore(database);
      const take = async (recipients: number) =>
        await quotas.take(owner, {
          now: clock.now(),
          perRecipientMs: hourMs / 100,
          recipients,
          burstMs: secondMs,
        });
      assert.equal(await take(50), true);
      assert.equal(await take(1), false, "the rate holds");
      await aheadOf(database, "send_allowances", 1);
      assert.equal(await take(1), true);
      assert.equal(await take(1), false, "the rate holds again");
    });

    test("does not keep an account from calling for an hour", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      const store = new CallAllowanceStore(database);
      const take = async () =>
        (await store.take(owner, { now: clock.now(), owed: 0, wanted: 1, perSecond: 1 })).granted;
      assert.equal(await take(), 1);
      assert.equal(await take(), 0, "the rate holds");
      await aheadOf(database, "call_allowances", 1_000);
      assert.equal(await take(), 1);
      assert.equal(await take(), 0, "the rate holds again");
    });
  });
}
