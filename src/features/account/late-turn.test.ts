import assert from "node:assert/strict";
import { test } from "node:test";
import { Client } from "pg";
import { systemClock as clock } from "#platform/clock.ts";
import { openDatabase } from "#platform/database/open.ts";
import { newDatabasePlace } from "#test/support/engines.ts";
import { QuotaStore } from "./store.ts";

const owner = { account: "000000000000", region: "us-east-1" };

test("who waited for its turn at an allowance does not take what was given to others meanwhile for a clock's mistake", async () => {
  await using place = await newDatabasePlace("postgres");
  await using database = await openDatabase(place);
  const quotas = new QuotaStore(database);
  // A rate so high that whatever somebody waits is longer than anything that could be taken ahead.
  const take = async () =>
    await quotas.take(owner, { now: clock.now(), perRecipientMs: 0.001, recipients: 1, burstMs: 0 });
  assert.equal(await take(), true);
  const other = new Client({ connectionString: place.url });
  await other.connect();
  try {
    await other.query("begin");
    await other.query("select next_at from send_allowances for update");
    const taking = take();
    for (let waiting = 0; waiting === 0; ) {
      const { rows } = await other.query<{ n: number }>(
        "select count(*)::int as n from pg_locks where not granted",
      );
      waiting = rows[0]?.n ?? 0;
    }
    const { rows: before } = await other.query<{ next_at: number }>(
      "update send_allowances set next_at = extract(epoch from clock_timestamp()) * 1000 returning next_at",
    );
    await other.query("commit");
    await taking;
    const { rows: after } = await other.query<{ next_at: number }>("select next_at from send_allowances");
    assert.ok((after[0]?.next_at ?? 0) >= (before[0]?.next_at ?? 0), "what the other took stays taken");
  } finally {
    await other.end();
  }
});
