import assert from "node:assert/strict";
import { test } from "node:test";
import { AttemptStore, QueueStore } from "#features/delivery/index.ts";
import { PublicationStore } from "#features/events/index.ts";
import { OldRowsStore, PartitionStore, Retention } from "#features/retention/index.ts";
import { dayMs, minuteMs } from "#platform/clock.ts";
import { openDatabase } from "#platform/database/open.ts";
import { leastEventIdAt, newId } from "#platform/ids.ts";
import { systemRandom } from "#platform/random.ts";
import { engines, newDatabasePlace } from "#test/support/engines.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import { tablesOpened } from "#test/support/tables-opened.ts";

const owner = { account: "000000000000", region: "us-east-1" };
const start = Date.UTC(2026, 0, 15, 12);
const days = 28;

test("work is claimed from the days that may have some, and its tries are found there, however many are kept, on postgres", async () => {
  await using place = await newDatabasePlace("postgres");
  await using database = await openDatabase(place);
  const clock = new HandClock(start);
  const retention = new Retention({
    rows: new OldRowsStore(database),
    partitions: new PartitionStore(place.url ?? ""),
    clock,
    keepMs: 365 * dayMs,
    regions: [owner.region],
  });
  for (let day = 0; day < days; day += 4, clock.advance(4 * dayMs))
    await retention.keep(new AbortController().signal);
  const now = clock.now();
  const claim = { now, leaseUntil: now + minuteMs, limit: 10 };
  const opened = await tablesOpened(database, (explaining) => {
    const store = new PublicationStore(explaining);
    const id = `${leastEventIdAt("pub", now)}1`;
    const target = { kind: "webhook", id: "whk_1" } as const;
    const event = { owner, id, target, messageId: "m", eventId: id, attempts: 1, expiresAt: now, fence: 1 };
    return async () => {
      await store.claimDue(claim, owner.account);
      await store.accountsAfter("", { now, limit: 8 });
      await store.end(event, { is: "queued", dueAt: now }, "503");
    };
  });
  assert.ok(opened > 0 && opened < 12, `${opened} of ${days} days for a turn`);
  for (const Store of [QueueStore, PublicationStore]) {
    const claimed = await tablesOpened(database, (explaining) => {
      const store = new Store(explaining);
      return async () => await store.claimDue(claim);
    });
    const earliest = await tablesOpened(database, (explaining) => {
      const store = new Store(explaining);
      return async () => await store.nextDueAt(now);
    });
    for (const few of [claimed, earliest])
      assert.ok(few > 0 && few < 12, `${Store.name}: ${few} of ${days} days`);
  }
  const tried = await tablesOpened(database, (explaining) => {
    const store = new AttemptStore(explaining);
    return async () => await store.ofDelivery(owner.account, newId("dlv", now, systemRandom));
  });
  assert.ok(tried > 0 && tried < 12, `${tried} of ${days} days for what was tried today`);
});

for (const engine of engines) {
  test(`what has waited for days is claimed as it was, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const clock = new HandClock(start);
    const store = new QueueStore(database);
    const queue = async () =>
      await store.write([
        store.insert({
          id: newId("dlv", clock.now(), systemRandom),
          owner,
          messageId: "0100",
          recipientDomain: "example.com",
          recipients: ["ann@example.com"],
          sizeBytes: 1,
          state: { is: "queued", dueAt: start },
          attempts: 0,
          expiresAt: start + 30 * dayMs,
          lastReply: undefined,
        }),
      ]);
    const claimed = async () =>
      (await store.claimDue({ now: clock.now(), leaseUntil: clock.now() + minuteMs, limit: 10 })).length;
    await queue();
    assert.equal(await claimed(), 1);
    clock.advance(5 * dayMs);
    await queue();
    assert.equal(await store.nextDueAt(clock.now()), start);
    assert.equal(await claimed(), 2);
    // A clock that was far ahead, and is put right.
    clock.advance(-4 * dayMs);
    await queue();
    assert.equal(await claimed(), 1);
  });
}
