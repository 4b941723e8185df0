import assert from "node:assert/strict";
import { test } from "node:test";
import { type Database, openDatabase } from "#platform/database/open.ts";
import { engines, newDatabasePlace } from "#test/support/engines.ts";
import { rowsRead } from "#test/support/rows-read.ts";
import { sqlitePlan } from "#test/support/sqlite-plan.ts";
import { messageIdAt, owner } from "#test/support/written-events.ts";
import { QueueStore } from "./queue-store.ts";
import { StandingStore } from "./standing-store.ts";

const start = Date.UTC(2026, 0, 15, 12);
const ids = Array.from({ length: 500 }, (_, number) => messageIdAt(start, number));
const some = ids.slice(0, 10);

/** A delivery of each message, that was made a moment before it by another clock. */
async function deliver(database: Database): Promise<void> {
  const time = (start - 1).toString(16).padStart(12, "0");
  const queue = new QueueStore(database);
  await queue.write(
    ids.map((messageId, number) =>
      queue.insert({
        id: `dlv_${time.slice(0, 8)}-${time.slice(8)}-${String(number).padStart(4, "0")}`,
        owner,
        messageId,
        recipientDomain: "example.net",
        recipients: ["reader@example.net"],
        sizeBytes: 1,
        state: { is: number === 0 ? "failed" : "delivered" },
        attempts: 1,
        expiresAt: start,
        lastReply: undefined,
      }),
    ),
  );
}

for (const engine of engines) {
  test(`where messages stand is told of each, and of nobody else's, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    await deliver(database);
    const store = new StandingStore(database);
    const standing = await store.of(owner, some);
    assert.deepEqual([...standing.keys()].toSorted(), some);
    assert.deepEqual(standing.get(ids[0] ?? ""), ["failed"]);
    assert.equal((await store.of({ ...owner, account: "111111111111" }, some)).size, 0);
    assert.equal((await new QueueStore(database).ofMessage(owner, ids[0] ?? "")).length, 1);
  });
}

test("where some messages stand is found without a look at all others, on postgres without statistics", async () => {
  await using place = await newDatabasePlace("postgres");
  await using database = await openDatabase(place);
  await deliver(database);
  const standing = await rowsRead(database, async (explaining) => {
    await new StandingStore(explaining).of(owner, some);
  });
  assert.equal(standing, some.length);
  const ofOne = await rowsRead(database, async (explaining) => {
    await new QueueStore(explaining).ofMessage(owner, ids[0] ?? "");
  });
  assert.equal(ofOne, 1);
});

test("where some messages stand is found by the index of messages, on sqlite", async () => {
  await using place = await newDatabasePlace("sqlite");
  await using database = await openDatabase(place);
  const plan = await sqlitePlan(database, async (explaining) => {
    await new StandingStore(explaining).of(owner, some);
    await new QueueStore(explaining).ofMessage(owner, ids[0] ?? "");
  });
  assert.equal(plan.match(/^SEARCH deliveries USING INDEX deliveries_by_message /gm)?.length, 2, plan);
});
