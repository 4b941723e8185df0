import assert from "node:assert/strict";
import { test } from "node:test";
import { World } from "#test/support/world.ts";

/** Whom the service takes for the one that asks: where access is open, it says so to who does not ask from this machine. */
async function takenFor(world: World, forwardedFor: string): Promise<string | undefined> {
  const { error } = await world.call("GET", "/v2/email/account", undefined, {
    "x-forwarded-for": forwardedFor,
  });
  return /asks for (\S+)\./.exec(error?.message ?? "")?.[1];
}

test("of proxies in a row those are believed that are on this machine or in a network that the operator names", async () => {
  const row = "203.0.113.9, 192.0.2.7, 10.1.2.3";
  await using world = await World.start("sqlite");
  assert.equal(await takenFor(world, row), "10.1.2.3");
  await world.restart({ SIGNET_TRUSTED_PROXIES: "10.0.0.0/8,fd00::/8" });
  assert.equal(await takenFor(world, row), "192.0.2.7");
  assert.equal(await takenFor(world, "192.0.2.7, fd00::1"), "192.0.2.7");
});
