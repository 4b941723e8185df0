import assert from "node:assert/strict";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { dayMs, hourMs } from "#platform/clock.ts";
import { openDatabase } from "#platform/database/open.ts";
import { newDatabasePlace } from "#test/support/engines.ts";
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
  const delays = monitorEventLoopDelay({ resolution: 5 });
  delays.enable();
  // What is measured begins with its first tick.
  await delay(20);
  const begunAt = performance.now();
  const overviews = await Promise.all(
    Array.from(
      { length: 20 },
      async (_, number) => await counts.overview(owner, { from: from + number * dayMs }),
    ),
  );
  const tookNs = (performance.now() - begunAt) * 1_000_000;
  await delay(20);
  delays.disable();
  assert.deepEqual(
    overviews.map(({ totals }) => totals.Send),
    overviews.map((_, number) => (days - number) * 24),
  );
  assert.ok(delays.max < tookNs / 2, `of ${tookNs / 1e6} ms nobody had a turn for ${delays.max / 1e6}`);
});
