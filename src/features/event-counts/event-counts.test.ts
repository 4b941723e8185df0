import assert from "node:assert/strict";
import { test } from "node:test";
import { dayMs, hourMs } from "#platform/clock.ts";
import { openDatabase } from "#platform/database/open.ts";
import { newDatabasePlace } from "#test/support/engines.ts";
import { turnsDuring } from "#test/support/processor-time.ts";
import { owner } from "#test/support/written-events.ts";
import { EventCounts } from "./event-counts.ts";
import { EventCountStore } from "./store.ts";

const now = Date.UTC(2026, 0, 15);
const days = 365;
const types = ["Send", "Delivery", "Open"];

test("overviews of a year, however many are asked for, leave others their turns", async () => {
  await using place = await newDatabasePlace("sqlite");
  await using database = await openDatabase(place);
  const store = new EventCountStore(database);
  const from = now - days * dayMs;
  const hours = Array.from({ length: (days * dayMs) / hourMs }, (_, number) => from + number * hourMs);
  await store.keep(
    owner,
    { from, to: now },
    hours.flatMap((at) => types.map((type) => ({ at, type, n: 1 }))),
  );
  const counts = new EventCounts({ store, clock: { now: () => now, sleep: async () => {} } });
  const {
    result: overviews,
    allMs,
    longestMs,
  } = await turnsDuring(
    async () =>
      await Promise.all(
        Array.from(
          { length: 20 },
          async (_, number) => await counts.overview(owner, { from: from + number * dayMs }),
        ),
      ),
  );
  assert.deepEqual(
    overviews.map(({ totals }) => totals.Send),
    overviews.map((_, number) => (days - number) * 24),
  );
  assert.ok(longestMs < allMs / 2, `of ${allMs} ms nobody had a turn for ${longestMs}`);
});
