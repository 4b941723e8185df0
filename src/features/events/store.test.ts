import assert from "node:assert/strict";
import { test } from "node:test";
import { openDatabase } from "#platform/database/open.ts";
import { engines, newDatabasePlace } from "#test/support/engines.ts";
import { rowsRead } from "#test/support/rows-read.ts";
import { messageIdAt, owner, writeEvents } from "#test/support/written-events.ts";
import { EventStore } from "./store.ts";

const start = Date.UTC(2026, 0, 15, 12);

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

test("of a day that PostgreSQL has no statistics of only what was asked for is read", async () => {
  await using place = await newDatabasePlace("postgres");
  await using database = await openDatabase(place);
  const ids = Array.from({ length: 500 }, (_, number) => messageIdAt(start + number, number));
  const events = ids.flatMap((messageId, number) =>
    ["Send", "Delivery", "Open"].map((type, later) => ({ messageId, at: start + number + later, type })),
  );
  await writeEvents(database, events, { analyzed: false });
  const [first = ""] = ids;
  const read = async (what: (store: EventStore) => Promise<unknown>) =>
    await rowsRead(database, async (explaining) => await what(new EventStore(explaining)));
  assert.equal(await read(async (store) => await store.ofMessage(owner, first)), 3);
  assert.equal(await read(async (store) => await store.typesOf(owner, ids.slice(0, 10))), 30);
  assert.equal(await read(async (store) => await store.outcomesOf(owner, ids.slice(0, 10))), 60);
  const [event] = await new EventStore(database).ofMessage(owner, first);
  assert.equal(await read(async (store) => await store.find(owner, first, event?.id ?? "")), 1);
});

test("of a message that is opened without end the first thousand events are read", async () => {
  await using place = await newDatabasePlace("postgres");
  await using database = await openDatabase(place);
  const messageId = messageIdAt(start);
  const opens = Array.from({ length: 3_000 }, (_, number) => ({
    messageId,
    at: start + number,
    type: "Open",
  }));
  await writeEvents(database, opens);
  const read = await rowsRead(database, async (explaining) => {
    await new EventStore(explaining).ofMessage(owner, messageId);
  });
  assert.equal(read, 1_000);
});

for (const engine of engines) {
  test(`of two events of one moment the one that came first is told first, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const at = Date.UTC(2026, 0, 15);
    const messageId = messageIdAt(at);
    await writeEvents(database, [
      { messageId, at, type: "Send" },
      { messageId, at, type: "Delivery" },
    ]);
    const latest = await new EventStore(database).latest(owner, 10);
    assert.deepEqual(
      latest.map(({ type }) => type),
      ["Delivery", "Send"],
    );
  });
}
