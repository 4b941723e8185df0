import assert from "node:assert/strict";
import { test } from "node:test";
import { type EventDestination, EventDestinationStore } from "#features/event-destinations/index.ts";
import { openDatabase } from "#platform/database/open.ts";
import { newDatabasePlace } from "./support/engines.ts";

const owner = { account: "000000000000", region: "us-east-1" };
const most = 10;

function destination(configurationSet: string, name: string): EventDestination {
  const topicArn = "arn:aws:sns:us-east-1:000000000000:told";
  return { configurationSet, name, enabled: true, types: ["Send"], target: { kind: "sns", topicArn } };
}

test("processes that each make the last of what there is room for, at once, make no more than that", async () => {
  await using place = await newDatabasePlace("postgres");
  await using first = await openDatabase(place);
  await using second = await openDatabase(place);
  await using third = await openDatabase(place);
  const stores = [first, second, third].map((database) => new EventDestinationStore(database));
  const [store = new EventDestinationStore(first)] = stores;
  const add = async (by: EventDestinationStore, one: EventDestination) =>
    await by.write(by.insert(owner, one, { at: 1, most }));
  for (let turn = 0; turn < 10; turn++) {
    const set = `set-${turn}`;
    for (let at = 1; at < most; at++) await add(store, destination(set, `before-${at}`));
    await Promise.allSettled(stores.map(async (by, at) => await add(by, destination(set, `last-${at}`))));
    assert.equal((await store.ofSet(owner, set)).length, most);
  }
});
