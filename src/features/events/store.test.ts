import assert from "node:assert/strict";
import { test } from "node:test";
import { openDatabase } from "#platform/database/open.ts";
import { engines, newDatabasePlace } from "#test/support/engines.ts";
import { EventStore } from "./store.ts";

const owner = { account: "000000000000", region: "us-east-1" };

for (const engine of engines) {
  test(`an event is kept without a NUL and without half a character, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const store = new EventStore(database);
    const subject = { owner, messageId: "0100", configurationSet: undefined };
    const kept = async (id: string, said: string) => {
      const detail = { bounceType: "Permanent", recipients: [{ said }], subType: null };
      const event = { id, type: "Bounce", at: 1, configurationSet: undefined, detail, tags: { a: [said] } };
      await database.write([store.insert(subject, { ...event, type: "Bounce" })]);
      const found = await store.find(owner, subject.messageId, id);
      return [found?.detail, found?.tags];
    };
    const as = (said: string) => [
      { bounceType: "Permanent", recipients: [{ said }], subType: null },
      { a: [said] },
    ];
    assert.deepEqual(await kept("evt_1", "no\0such user \ud83d"), as("nosuch user \ufffd"));
    const whole = "\u{1f600} \\u0000 \\ud83d";
    assert.deepEqual(await kept("evt_2", whole), as(whole));
  });
}
