import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { DeliveryQueue, QueuePauseStore, WaitingStore } from "#features/queue/index.ts";
import { openDatabase } from "#platform/database/open.ts";
import { newDatabasePlace } from "#test/support/engines.ts";
import { HandClock } from "#test/support/hand-clock.ts";

const owner = { account: "000000000000", region: "us-east-1" };
const part = { site: "provider.test" };

test("a provider that one process pauses is paused and resumed on the others, which are told of it", async () => {
  await using place = await newDatabasePlace("postgres");
  await using first = await openDatabase(place);
  await using second = await openDatabase(place);
  const [here, there] = [first, second].map(
    (database) =>
      new DeliveryQueue({
        pauses: new QueuePauseStore(database),
        waiting: new WaitingStore(database),
        announcements: database.announcements,
        // Time stands still: what is remembered is not forgotten by itself.
        clock: new HandClock(),
      }),
  );
  assert.ok(here && there);
  const isHeld = async () => (await there.siteHeldUntil(owner, part.site)) !== undefined;
  const until = async (wanted: boolean) => {
    for (let looks = 0; (await isHeld()) !== wanted; looks++) {
      assert.ok(looks < 1_000, "it has not been heard of");
      await delay(10);
    }
  };
  assert.equal(await isHeld(), false);
  await here.pause(owner, part, "");
  await until(true);
  await here.resume(owner, part);
  await until(false);
});
