import assert from "node:assert/strict";
import { test } from "node:test";
import { openDatabase } from "#platform/database/open.ts";
import { engines, newDatabasePlace } from "./support/engines.ts";
import { exportJobsOn } from "./support/export-jobs.ts";
import { HandClock } from "./support/hand-clock.ts";

const owner = { account: "000000000000", region: "us-east-1" };
const all = { from: 0, to: 1_000, include: {}, exclude: {}, mostResults: undefined };

for (const engine of engines) {
  test(`an export job that is cancelled while its file is written was cancelled, not taken over, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const search = async () => {
      await jobs.cancel(owner, id);
      return { found: [], reached: undefined };
    };
    const jobs = exportJobsOn(database, { clock: new HandClock(), search: { search } });
    const { id } = await jobs.create(owner, { type: "MESSAGE_INSIGHTS", ...all }, "CSV");
    const [claim] = await jobs.claimDue(1);
    assert.ok(claim);
    assert.equal(await jobs.run(claim, new AbortController().signal), "cancelled");
    const { status, bytes } = await jobs.get(owner, id);
    assert.deepEqual([status, bytes], ["CANCELLED", undefined]);
  });
}
