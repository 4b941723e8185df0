import assert from "node:assert/strict";
import { test } from "node:test";
import { openDatabase } from "#platform/database/open.ts";
import { newDatabasePlace } from "#test/support/engines.ts";
import { AccountStore, QuotaStore } from "./store.ts";

const account = "000000000000";

test("of what is left of a quota for all regions processes that ask in several at once are given no more", async () => {
  await using place = await newDatabasePlace("postgres");
  await using first = await openDatabase(place);
  await using second = await openDatabase(place);
  await using third = await openDatabase(place);
  const processes = [
    { database: first, region: "us-east-1" },
    { database: second, region: "eu-west-1" },
    { database: third, region: "ap-south-1" },
  ];
  await new AccountStore(first).change({ account, region: "us-east-1" }, { max24HourSend: 3 });
  for (let turn = 1; turn <= 10; turn++) {
    const limits = [{ account, region: undefined, most: 3 * turn }];
    const ask = async ({ database, region }: (typeof processes)[number]) => {
      const use = { slot: 1, counter: region, n: 1, limits, since: 0 };
      const counting = new QuotaStore(database).changesToCountWithin(
        { account, region },
        use,
        () => new Error("full"),
      );
      await database.write(counting);
    };
    const asked = await Promise.allSettled([...processes, ...processes, ...processes].map(ask));
    assert.equal(asked.filter(({ status }) => status === "fulfilled").length, 3);
    assert.equal(await new QuotaStore(first).sentSince({ account, region: undefined }, 0), 3 * turn);
  }
});
