import assert from "node:assert/strict";
import { test } from "node:test";
import {
  EventCountStore,
  EventCounts,
  MetricCountStore,
  MetricCounts,
} from "#features/event-counts/index.ts";
import { dayMs } from "#platform/clock.ts";
import { openDatabase } from "#platform/database/open.ts";
import { engines, newDatabasePlace } from "#test/support/engines.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import { forgetMessages } from "./forget-messages.ts";

for (const engine of engines) {
  test(`whose events cannot be counted holds up neither the others nor that old ones are forgotten, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const clock = new HandClock(100 * dayMs);
    const broken = { account: "000000000001", region: "us-east-1" };
    const whole = { account: "000000000002", region: "us-east-1" };
    const at = clock.now() - dayMs;
    const digits = at.toString(16).padStart(12, "0");
    const event = (owner: typeof whole, measured: string) => ({
      ...owner,
      message_id: `0100${digits}-0`,
      id: `evt_${digits}-0`,
      at,
      type: "Send",
      configuration_set: null,
      detail: "{}",
      tags: null,
      recipients: 1,
      measured,
    });
    const { build } = database;
    const rows = [event(broken, "torn"), event(whole, JSON.stringify(["sender.test", "Gmail", "", 0, 0]))];
    await database.write([
      { query: build.insertInto("message_events").values(rows).compile() },
      ...[broken, whole].map((owner) => ({
        query: build
          .insertInto("event_count_marks")
          .values({ ...owner, counted_until: at - dayMs })
          .compile(),
      })),
    ]);
    const errors: object[] = [];
    const log = { info() {}, warn() {}, error: (fields: object) => void errors.push(fields) };
    const events = new EventCountStore(database);
    const eventCounts = new EventCounts({ store: events, clock });
    const store = new MetricCountStore(database);
    const metricCounts = new MetricCounts({ store, events, clock });
    let forgotten = 0;
    const retention = { keep: async () => void (forgotten += 1) };
    await using worker = forgetMessages({ retention, eventCounts, metricCounts, clock, log });
    await worker.idle();
    assert.equal(forgotten, 1);
    const told = errors.map((fields) => ({ ...fields, err: undefined }));
    assert.deepEqual(told, [{ ...broken, err: undefined }]);
    assert.notEqual(await store.countedUntil(whole), undefined);
    assert.ok(((await events.countedUntil(broken)) ?? 0) > at);
  });
}
