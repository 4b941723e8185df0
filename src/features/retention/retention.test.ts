import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { EventStore } from "#features/events/index.ts";
import { dayMs } from "#platform/clock.ts";
import { type Database, openDatabase } from "#platform/database/open.ts";
import { newDatabasePlace } from "#test/support/engines.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import { sqlitePlan } from "#test/support/sqlite-plan.ts";
import { messageIdAt, owner, writeEvents } from "#test/support/written-events.ts";
import { OldRowsStore, PartitionStore, Retention } from "./index.ts";
import { keptTables } from "./kept-tables.ts";

const start = Date.UTC(2026, 0, 15, 12);

test("a day of PostgreSQL begins with the statistics of the one before, and nothing else of it", async () => {
  await using place = await newDatabasePlace("postgres");
  await using database = await openDatabase(place);
  const clock = new HandClock(start);
  const retention = new Retention({
    rows: new OldRowsStore(database),
    partitions: new PartitionStore(place.url ?? ""),
    clock,
    keepMs: 30 * dayMs,
    regions: [owner.region],
  });
  const { signal } = new AbortController();
  await retention.keep(signal);
  const ids = Array.from({ length: 100 }, (_, number) => messageIdAt(start + number, number));
  const events = ids.flatMap((messageId, number) =>
    ["Send", "Delivery", "Open"].map((type) => ({ messageId, at: start + number, type })),
  );
  await writeEvents(database, events, { analyzed: false });
  clock.advance(dayMs);
  await retention.keep(signal);
  assert.equal((await new EventStore(database).latest(owner, 1_000)).length, 300);
  const known = sql<{ day: string }>`
    select tablename as day from pg_stats where attname = 'account' and n_distinct = 1 order by tablename`;
  assert.deepEqual(await database.read(known.compile(database.build)), [{ day: "message_events_20260119" }]);
});

test("for what is old all that waits to be told is gone through once and not for each row, on sqlite", async () => {
  await using place = await newDatabasePlace("sqlite");
  await using database = await openDatabase(place);
  const messageId = messageIdAt(start, 0);
  await writeEvents(database, [{ messageId, at: start, type: "Send" }], { analyzed: false });
  const events = keptTables.find(({ name }) => name === "message_events");
  assert.ok(events);
  const remove = async (explaining: Database) =>
    await new OldRowsStore(explaining).removeOld(events, start + dayMs, new AbortController().signal);
  const plan = await sqlitePlan(database, remove, { answersReads: true });
  assert.match(plan, /^SCAN work /m);
  assert.doesNotMatch(plan, /CORRELATED/);
});
