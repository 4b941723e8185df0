import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { hourMs, minuteMs } from "#platform/clock.ts";
import { openDatabase } from "#platform/database/open.ts";
import { leastEventIdAt } from "#platform/ids.ts";
import { engines, newDatabasePlace } from "#test/support/engines.ts";
import { rowsRead } from "#test/support/rows-read.ts";
import { owner } from "#test/support/written-events.ts";
import { PublicationStore } from "./publications-store.ts";

const now = Date.UTC(2026, 0, 15, 12);
const times = { now, leaseUntil: now + minuteMs, limit: 10 };

for (const engine of engines) {
  test(`what a process that died was telling is due at once where it was the only one, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const store = new PublicationStore(database);
    for (const [id, dueAt] of [
      ["pub_told", now],
      ["pub_later", now + hourMs],
    ] as const) {
      const target = { kind: "webhook", id: "whk_1" } as const;
      const publication = { id, target, messageId: id, eventId: id, dueAt, expiresAt: now + 24 * hourMs };
      await database.write([store.insert(owner, publication)]);
    }
    const [lost] = await store.claimDue(times);
    assert.ok(lost);
    assert.deepEqual(await store.claimDue(times), []);
    await store.releaseAll({ now, leaseUntil: times.leaseUntil });
    const again = await store.claimDue(times);
    assert.deepEqual(
      again.map(({ id }) => id),
      ["pub_told"],
    );
    await assert.rejects(store.end(lost, { is: "published" }, "200"), { name: "LeaseLost" });
  });
}

test("what waits behind an event of the same message is looked at once, however many there are", async () => {
  await using place = await newDatabasePlace("postgres");
  await using database = await openDatabase(place);
  const store = new PublicationStore(database);
  const target = { kind: "webhook", id: "whk_1" } as const;
  const insert = (number: number, dueAt: number) => {
    const id = `${leastEventIdAt("pub", now)}${String(number).padStart(4, "0")}`;
    const expiresAt = now + 24 * hourMs;
    return store.insert(owner, { id, target, messageId: "msg", eventId: id, dueAt, expiresAt });
  };
  await database.write([insert(0, now + hourMs)]);
  await database.write(Array.from({ length: 1_000 }, (_, number) => insert(number + 1, now - 1)));
  await database.write([{ query: sql`analyze event_publications`.compile(database.build) }]);
  assert.deepEqual(await store.claimDue(times), []);
  const read = await rowsRead(database, async (explaining) => {
    await new PublicationStore(explaining).claimDue(times);
  });
  assert.ok(read < 5_000, `${read} rows were read`);
});
