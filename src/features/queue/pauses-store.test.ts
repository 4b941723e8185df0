import assert from "node:assert/strict";
import { test } from "node:test";
import { hourMs } from "#platform/clock.ts";
import { type Database, openDatabase } from "#platform/database/open.ts";
import { engines, newDatabasePlace } from "#test/support/engines.ts";
import { QueuePauseStore } from "./pauses-store.ts";

const owner = { account: "000000000000", region: "us-east-1" };
const now = Date.UTC(2026, 10, 26);

/** So many that wait until then, half of them for a domain. */
async function fill(database: Database, count: number, dueAt: number): Promise<void> {
  for (let from = 0; from < count; from += 500) {
    const rows = Array.from({ length: 500 }, (_, at) => ({
      ...owner,
      id: `dlv_${from + at}`,
      message_id: `msg_${from + at}`,
      recipient_domain: at % 2 === 0 ? "busy.example" : "other.example",
      recipients: "[]",
      state: "queued" as const,
      due_at: dueAt,
      expires_at: dueAt + hourMs,
      attempts: 1,
      fence: 1,
      phase: "idle" as const,
      size_bytes: 0,
    }));
    await database.write([{ query: database.build.insertInto("deliveries").values(rows).compile() }]);
  }
}

for (const engine of engines) {
  test(`however much is made due, others write meanwhile, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const store = new QueuePauseStore(database);
    await fill(database, 6_000, now + hourMs);
    const done: string[] = [];
    const retry = store.makeDue(owner, { domain: "busy.example" }, now).finally(() => done.push("retry"));
    const pause = { of: { domain: "busy.example" }, pausedAt: now, reason: "" };
    const other = store.pause(owner, pause).finally(() => done.push("pause"));
    assert.equal(await retry, 3_000);
    await other;
    assert.deepEqual(done, ["pause", "retry"]);
    const { build } = database;
    const due = build
      .selectFrom("deliveries")
      .select(["recipient_domain", (row) => row.fn.countAll<number>().as("n")])
      .where("due_at", "=", now)
      .groupBy("recipient_domain");
    assert.deepEqual(
      (await database.read(due.compile())).map((row) => [row.recipient_domain, Number(row.n)]),
      [["busy.example", 3_000]],
    );
    assert.equal(await store.makeDue(owner, { domain: "*" }, now), 3_000);
    assert.equal(await store.makeDue(owner, { domain: "*" }, now), 0);
  });
}

test("what is made due is found by its key, not once more among all that waits, on postgres", async () => {
  await using place = await newDatabasePlace("postgres");
  await using database = await openDatabase(place);
  await fill(database, 6_000, now + hourMs);
  const plans: string[] = [];
  const explaining = Object.create(database) as Database;
  explaining.readAside = async (query) => await database.readAside(query);
  explaining.write = async (steps) => {
    for (const step of steps) {
      if (!("query" in step)) continue;
      plans.push(JSON.stringify(await database.read({ ...step.query, sql: `explain ${step.query.sql}` })));
    }
    return await database.write(steps);
  };
  assert.equal(await new QueuePauseStore(explaining).makeDue(owner, { domain: "busy.example" }, now), 3_000);
  assert.equal(plans.length, 3);
  for (const plan of plans) assert.doesNotMatch(plan, /due_at_idx/);
});
