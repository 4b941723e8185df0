import assert from "node:assert/strict";
import { test } from "node:test";
import { hourMs } from "#platform/clock.ts";
import { openDatabase } from "#platform/database/open.ts";
import { engines, newDatabasePlace } from "#test/support/engines.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import { SignInAttemptStore, SignInAttempts } from "./index.ts";

const network = "192.0.2.1";

for (const engine of engines) {
  test(`many people of one network who know their passwords keep none of it waiting, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const store = new SignInAttemptStore(database);
    const attempts = new SignInAttempts({ store, clock: new HandClock() });
    for (let person = 0; person < 30; person++) {
      await attempts.count(`person-${person}`, network);
      await store.write(await attempts.changesAfterSuccess(`person-${person}`, network));
    }
    // Those who do not know theirs do, after some free tries.
    for (let guess = 0; guess < 20; guess++) await attempts.count(`guess-${guess}`, network);
    await assert.rejects(attempts.count("person-0", network), { problem: "too-many-requests" });
  });
}

test("who may sign in later need not wait for longer when the clock is set back", async () => {
  await using place = await newDatabasePlace("sqlite");
  await using database = await openDatabase(place);
  const clock = new HandClock();
  const attempts = new SignInAttempts({ store: new SignInAttemptStore(database), clock });
  for (let guess = 0; guess < 5; guess++) await attempts.count("ann", network);
  await assert.rejects(attempts.count("ann", network), { problem: "too-many-requests" });
  clock.leap(-hourMs);
  await attempts.count("ann", network);
});
