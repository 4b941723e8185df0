import assert from "node:assert/strict";
import { test } from "node:test";
import { dayMs, hourMs } from "#platform/clock.ts";
import { openDatabase } from "#platform/database/open.ts";
import { systemRandom } from "#platform/random.ts";
import { engines, newDatabasePlace } from "#test/support/engines.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import { Account, AccountStore, QuotaStore } from "./index.ts";

const owner = { account: "000000000000", region: "us-east-1" };

for (const engine of engines) {
  test(`what was sent is kept for as long as it counts, and forgotten afterwards, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const clock = new HandClock(Date.now());
    const quotas = new QuotaStore(database);
    const { announcements } = database;
    const common = { announcements, clock, random: systemRandom, quotas, store: new AccountStore(database) };
    const account = new Account({ ...common, home: owner.region });
    await account.change(owner, { maxSendRate: 10, max24HourSend: 1_000 });
    const send = async () => {
      const charge = await account.admit(owner, { recipients: 1, counted: 1 });
      await Promise.all([database.write(charge.changes), charge.count()]);
    };
    const rows = async () =>
      await Promise.all(
        (["send_counts", "send_allowances"] as const).map(async (table) => {
          const all = database.build.selectFrom(table).select("account").compile();
          return (await database.read(all)).length;
        }),
      );
    await send();
    clock.advance(23 * hourMs);
    await send();
    await account.forget();
    assert.deepEqual(await rows(), [2, 1]);
    assert.equal((await account.quota(owner)).sentLast24Hours, 2);
    clock.advance(2 * dayMs + hourMs);
    await account.forget();
    assert.deepEqual(await rows(), [0, 0]);
    assert.equal((await account.quota(owner)).sentLast24Hours, 0);
    await send();
    assert.equal((await account.quota(owner)).sentLast24Hours, 1);
  });
}
