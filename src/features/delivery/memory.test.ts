import assert from "node:assert/strict";
import { test } from "node:test";
import { newDeliveryWorld } from "#test/support/deliveries.ts";
import type { Transport } from "./index.ts";

const never = new AbortController().signal;

test("a large message is in memory until what came of it is on disk, and the next one is not before", async () => {
  await using world = await newDeliveryWorld("sqlite");
  for (let number = 0; number < 4; number++) await world.send();
  let held = 0;
  let most = 0;
  const keeping: Transport = {
    concurrency: 4,
    async deliver({ recipients }) {
      held += 1;
      most = Math.max(most, held);
      const results = recipients.map((recipient) => ({
        recipient,
        outcome: "delivered" as const,
        reply: "250 OK",
      }));
      return { recipients: results, peer: "", conversation: [] };
    },
    async [Symbol.asyncDispose]() {},
  };
  const record = world.deliveries.record.bind(world.deliveries);
  world.deliveries.record = async (...ended) => await record(...ended).finally(() => (held -= 1));
  const deliverer = world.deliverer(keeping);
  const claims = (await world.deliveries.claimDue(10)).map((claim) => ({ ...claim, sizeBytes: 2 ** 28 }));
  const ends = await Promise.all(claims.map(async (claim) => await deliverer.attempt(claim, never)));
  assert.deepEqual(ends, Array(4).fill("delivered"));
  assert.equal(most, 1);
});
