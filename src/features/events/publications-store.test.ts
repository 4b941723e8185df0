import assert from "node:assert/strict";
import { test } from "node:test";
import { hourMs, minuteMs } from "#platform/clock.ts";
import { openDatabase } from "#platform/database/open.ts";
import { engines, newDatabasePlace } from "#test/support/engines.ts";
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
