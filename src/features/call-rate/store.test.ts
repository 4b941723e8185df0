import assert from "node:assert/strict";
import { test } from "node:test";
import { dayMs, hourMs } from "#platform/clock.ts";
import { openDatabase } from "#platform/database/open.ts";
import { engines, newDatabasePlace } from "#test/support/engines.ts";
import { CallAllowanceStore } from "./store.ts";

const owner = { account: "000000000000", region: "us-east-1" };

for (const engine of engines) {
  test(`an allowance is forgotten that has been whole for a day, and none that is in use, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const store = new CallAllowanceStore(database);
    const now = Date.now();
    const taken = { now, owed: 0, wanted: 5, perSecond: 10 };
    const left = async () =>
      (await database.read(database.build.selectFrom("call_allowances").select("account").compile())).length;
    assert.equal((await store.take(owner, taken)).granted, 5);
    await store.forget(now + hourMs);
    assert.equal(await left(), 1);
    await store.forget(now + dayMs + hourMs);
    assert.equal(await left(), 0);
    assert.equal((await store.take(owner, taken)).granted, 5);
  });
}
