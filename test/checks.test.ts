import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { CheckHistoryStore } from "#features/checks/history-store.ts";
import { type CheckKey, Checks } from "#features/checks/index.ts";
import { CheckQueueStore } from "#features/checks/queue-store.ts";
import { Callers } from "#platform/callers.ts";
import { type Database, openDatabase } from "#platform/database/open.ts";
import { LeaseLost } from "#platform/lease-lost.ts";
import { systemRandom } from "#platform/random.ts";
import { checkIdentities } from "#workers/check-identities.ts";
import { engines, newDatabasePlace } from "./support/engines.ts";
import { HandClock } from "./support/hand-clock.ts";

const region = "us-east-1";

function checksOn(database: Database) {
  const clock = new HandClock(Date.now());
  const checks = new Checks({
    queue: new CheckQueueStore(database),
    history: new CheckHistoryStore(database),
    clock,
    random: systemRandom,
  });
  return { checks, clock };
}

for (const engine of engines) {
  test(`a check that was cancelled and asked for anew is not ended by the one before, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const { checks, clock } = checksOn(database);
    const key: CheckKey = {
      owner: { account: "000000000000", region },
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

  test(`an account whose checks take long does not keep out others, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const { checks, clock } = checksOn(database);
    const schedule = async (account: string, identity: string) =>
      await database.write(
        checks.changesToSchedule({ owner: { account, region }, identity, subject: "dkim" }),
      );
    for (let at = 0; at < 100; at++) await schedule("111111111111", `dead${at}.example`);
    clock.advance(1);
    await schedule("222222222222", "quick.example");

    const run: string[] = [];
    const ends: (() => void)[] = [];
    await using _ = checkIdentities({
      checks,
      announcements: database.announcements,
      callers: new Callers(clock),
      clock,
      log: { info() {}, warn() {}, error: (fields) => assert.fail(JSON.stringify(fields)) },
      pollEveryMs: 3_600_000,
      domainChecks: {
        run: async (claim, signal) => {
          run.push(claim.identity);
          if (claim.identity !== "quick.example") {
            await new Promise<void>((end) => {
              ends.push(end);
              // What was claimed while the worker was being stopped begins with a signal that says so.
              if (signal.aborted) end();
              signal.addEventListener("abort", () => end(), { once: true });
            });
          }
          await checks.complete(claim, { next: undefined, seen: undefined });
          return "not-wanted";
        },
      },
    });
    const full = 32;
    while (run.length < full) await delay(5);
    ends.shift()?.();
    while (run.length === full) await delay(5);
    assert.equal(run[full], "quick.example");
  });
}
