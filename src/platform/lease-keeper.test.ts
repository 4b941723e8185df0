import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { HandClock } from "#test/support/hand-clock.ts";
import { LeaseKeeper } from "./lease-keeper.ts";

test("nothing is claimed before the leases that ran out in the machine's sleep are renewed, whoever renews them", async () => {
  const clock = new HandClock();
  const renewed = Promise.withResolvers<void>();
  const leases = new LeaseKeeper<string>({
    everyMs: 1_000,
    renew: async () => await renewed.promise,
    clock,
  });
  using _work = leases.begin("a");
  clock.leap(60_000);
  // Its own watch is the first to wake.
  clock.advance(0);
  await turn();
  let isClaiming = false;
  const claiming = leases.renewOverdue().then(() => {
    isClaiming = true;
  });
  await turn();
  assert.equal(isClaiming, false);
  renewed.resolve();
  await claiming;
});
