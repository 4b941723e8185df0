import assert from "node:assert/strict";
import { test } from "node:test";
import { hourMs, minuteMs, secondMs } from "#platform/clock.ts";
import { type Database, openDatabase } from "#platform/database/open.ts";
import type { Owner } from "#platform/owner.ts";
import { engines, newDatabasePlace } from "#test/support/engines.ts";
import { messageIdAt, owner, writeEvents } from "#test/support/written-events.ts";
import { MetricCountStore } from "./metric-store.ts";
import { MetricCounts } from "./metrics.ts";
import { EventCountStore, type Span } from "./store.ts";

const start = Date.UTC(2026, 0, 15, 12);

/** Remembers which spans of events were counted. */
class WatchedStore extends MetricCountStore {
  readonly spans: Span[] = [];

  override async count(whose: Owner, span: Span) {
    this.spans.push(span);
    return await super.count(whose, span);
  }
}

/** Nine minutes after the start, at which nothing is kept yet. */
function scene(database: Database) {
  const store = new WatchedStore(database);
  const clock = { now: () => start + 9 * minuteMs, sleep: async () => {} };
  const counts = new MetricCounts({ store, events: new EventCountStore(database), clock });
  const totals = async () => {
    const asked = (["SEND", "OPEN"] as const).map((metric) => ({
      metric,
      dimensions: {},
      from: start,
      to: start + hourMs,
    }));
    const series = await counts.series(owner, asked);
    return series.map((days) => days.reduce((sum, { n }) => sum + n, 0));
  };
  return { store, totals };
}

const sent = (at: number, number: number) => ({ messageId: messageIdAt(at, number), at, type: "Send" });

for (const engine of engines) {
  test(`however many ask for metrics at once, what is fresh is counted for all of them, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    await writeEvents(database, [sent(start, 1), sent(start + minuteMs, 2)]);
    const { store, totals } = scene(database);
    const all = await Promise.all(Array.from({ length: 20 }, totals));
    assert.deepEqual(
      all,
      all.map(() => [2, 0]),
    );
    assert.equal(store.spans.length, 1);
  });

  test(`who asks for metrics while others wait for theirs is told of what came before, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    await writeEvents(database, [sent(start, 1)]);
    const { totals } = scene(database);
    const others = [totals(), totals()];
    await writeEvents(database, [sent(start, 2)], { analyzed: false });
    assert.deepEqual(await totals(), [2, 0]);
    await Promise.all(others);
  });

  test(`of what is fresh only what came since the last look is counted, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const first = sent(start, 1);
    const opened = { ...first, type: "Open" };
    await writeEvents(database, [
      first,
      sent(start + 3 * minuteMs, 2),
      { ...opened, at: start + 5 * minuteMs },
    ]);
    const { store, totals } = scene(database);
    assert.deepEqual(await totals(), [2, 1]);
    assert.deepEqual(await totals(), [2, 1]);
    await writeEvents(database, [sent(start + 5 * minuteMs + secondMs, 3)], { analyzed: false });
    assert.deepEqual(await totals(), [3, 1]);
    assert.deepEqual(
      store.spans.map(({ from }) => from - start),
      [0, 5 * minuteMs],
    );
    // Written late: the visit that was the first one until then no longer is.
    await writeEvents(database, [{ ...opened, at: start + minuteMs }], { analyzed: false });
    assert.deepEqual(await totals(), [3, 1]);
    assert.equal(store.spans.at(-1)?.from, start + minuteMs);
  });
}
