import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { HolderStore, Shares } from "#features/shares/index.ts";
import { secondMs, systemClock } from "#platform/clock.ts";
import { openDatabase } from "#platform/database/open.ts";
import type { Log } from "#platform/log.ts";
import { systemRandom } from "#platform/random.ts";
import { txt } from "#test/support/dns-scene.ts";
import { DnsWorld } from "#test/support/dns-world.ts";
import { type DatabasePlace, newDatabasePlace } from "#test/support/engines.ts";

const most = 20;
const log: Log = { info() {}, warn() {}, error: (fields) => assert.fail(JSON.stringify(fields)) };

/** Checks as a process does that has a database with others: domains that all have their zone at one provider. */
async function startChecking(place: DatabasePlace, world: DnsWorld): Promise<AsyncDisposable> {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await openDatabase(place));
  const { announcements } = database;
  const common = { clock: systemClock, random: systemRandom, log, announcements };
  const shares = stack.use(new Shares({ ...common, store: new HolderStore(database) }));
  const inspector = stack.use(
    world.newInspector({ shares, maxInFlightPerServer: most, attemptTimeoutsMs: [10_000] }),
  );
  const stop = new AbortController();
  const checks = Array.from({ length: 30 }, async () => {
    while (!stop.signal.aborted) await inspector.inspect(txt);
  });
  stack.defer(async () => {
    stop.abort();
    await Promise.all(checks);
  });
  return stack;
}

test("processes ask a name server no more at once together than one does alone", async (context) => {
  await using world = await DnsWorld.start(1);
  const server = world.server(1);
  server.zone("example.test", "@ NS ns1.host.test.");
  server.zone("host.test", "@ NS ns1", "ns1 A 127.0.0.2");
  server.zone("test", "@ NS ns1.host.test.");
  server.behave("*", { delayMs: 20 });
  await using place = await newDatabasePlace("postgres");
  const peakIn = async (ms: number) => {
    let peak = 0;
    for (const end = performance.now() + ms; performance.now() < end; await delay(2)) {
      peak = Math.max(peak, server.underWay);
    }
    return peak;
  };
  // They come to know of one another within moments, of which a busy machine makes long ones.
  const settled = async (mostAtOnce: number) => {
    for (let looks = 1; ; looks++) {
      const peak = await peakIn(secondMs);
      if (peak <= mostAtOnce && peak > most / 2) return peak;
      assert.ok(looks < 15, `${peak} at once`);
    }
  };
  await using _first = await startChecking(place, world);
  const alone = await settled(most);
  await using _second = await startChecking(place, world);
  await using _third = await startChecking(place, world);
  const together = await settled(1.05 * most);
  context.diagnostic(`alone ${alone}, three together ${together}`);
});
