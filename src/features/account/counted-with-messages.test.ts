import assert from "node:assert/strict";
import { test } from "node:test";
import { openDatabase } from "#platform/database/open.ts";
import { systemRandom } from "#platform/random.ts";
import { newDatabasePlace } from "#test/support/engines.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import { Account, AccountStore, QuotaStore } from "./index.ts";

const owner = { account: "000000000000", region: "us-east-1" };

test("whatever a process is killed in the middle of, a message is counted if it is on disk, and only then", async () => {
  await using place = await newDatabasePlace("sqlite");
  await using database = await openDatabase(place);
  const { announcements } = database;
  const account = new Account({
    announcements,
    clock: new HandClock(),
    random: systemRandom,
    quotas: new QuotaStore(database),
    store: new AccountStore(database),
    home: owner.region,
  });
  await account.change(owner, { max24HourSend: 1_000 });
  const { changes } = await account.admit(owner, { recipients: 2, counted: 2 });
  const { sentLast24Hours } = await account.quota(owner);
  assert.equal(sentLast24Hours, 0);
  // With the message, in one group; who was killed now would not have called `count`.
  await database.write(changes);
  assert.equal((await account.quota(owner)).sentLast24Hours, 2);
});
