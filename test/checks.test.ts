import assert from "node:assert/strict";
import { test } from "node:test";
import { CheckHistoryStore } from "#features/checks/history-store.ts";
import { type CheckKey, Checks, LeaseLost } from "#features/checks/index.ts";
import { CheckQueueStore } from "#features/checks/queue-store.ts";
import { openDatabase } from "#platform/database/open.ts";
import { Nudge } from "#platform/nudge.ts";
import { systemRandom } from "#platform/random.ts";
import { engines, newDatabasePlace } from "./support/engines.ts";
import { HandClock } from "./support/hand-clock.ts";

for (const engine of engines) {
  test(`a check that was cancelled and asked for anew is not ended by the one before, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const clock = new HandClock(Date.now());
    const checks = new Checks({
      queue: new CheckQueueStore(database),
      history: new CheckHistoryStore(database),
      clock,
      random: systemRandom,
      nudge: new Nudge(),
    });
    const key: CheckKey = {
      owner: { account: "000000000000", region: "us-east-1" },
      identity: "example.com",
      subject: "mail-from",
    };
    await database.write(checks.changesToSchedule(key));
    const [before] = await checks.claimDue(1);
    clock.advance(5);
    await database.write(checks.changesToCancel(key.owner, key.identity, "mail-from"));
    await database.write(checks.changesToSchedule(key));
    const [after] = await checks.claimDue(1);
    assert.ok(before && after);
    const ended = { next: undefined, seen: { verdict: "success", evidence: [], fingerprint: "" } };
    await assert.rejects(checks.complete(before, ended), LeaseLost);
    await checks.complete(after, ended);
  });
}
