import assert from "node:assert/strict";
import { test } from "node:test";
import { openDatabase } from "#platform/database/open.ts";
import { engines, newDatabasePlace } from "#test/support/engines.ts";
import { sqlitePlan } from "#test/support/sqlite-plan.ts";
import { ContactStore } from "./store.ts";

const owner = { account: "000000000000", region: "us-east-1" };

for (const engine of engines) {
  test(`a search looks at so many contacts and says how far it came, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const store = new ContactStore(database);
    const contact = (address: string) => ({
      address,
      preferences: {},
      unsubscribedFromAll: false,
      attributes: undefined,
      createdAt: 0,
      updatedAt: 0,
    });
    const addresses = ["a@one.test", "b@one.test", "c@Two.test"];
    await database.write(addresses.map((address) => store.insert(owner, "readers", contact(address))));
    const filter = { status: undefined, topic: undefined, addressContains: "two" };
    const first = await store.list(owner, "readers", { filter, after: undefined, limit: 2 });
    assert.deepEqual(first, { items: [], reached: "b@one.test" });
    const second = await store.list(owner, "readers", { filter, after: first.reached, limit: 2 });
    assert.deepEqual(second, { items: [contact("c@Two.test")], reached: undefined });
    await database.write([store.insert(owner, "writers", contact("Émile@Two.test"))]);
    const found = async (addressContains: string) =>
      (
        await store.list(owner, "writers", {
          filter: { ...filter, addressContains },
          after: undefined,
          limit: 2,
        })
      ).items.length;
    assert.deepEqual([await found("ÉMILE@TWO"), await found("émile")], [1, 0]);
  });
}

test("who is put on a list is looked for by all spellings' index, not in the whole list, on sqlite", async () => {
  await using place = await newDatabasePlace("sqlite");
  await using database = await openDatabase(place);
  const contact = {
    address: "a@one.test",
    preferences: {},
    unsubscribedFromAll: false,
    attributes: undefined,
    createdAt: 0,
    updatedAt: 0,
  };
  const steps = new ContactStore(database).put(owner, "readers", contact);
  for (const step of steps) {
    const plan = await sqlitePlan(database, async (explaining) => await explaining.write([step]));
    assert.match(plan, /SEARCH contacts USING INDEX contacts_in_any_case/);
  }
});
