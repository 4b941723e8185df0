import assert from "node:assert/strict";
import { test } from "node:test";
import { minuteMs } from "#platform/clock.ts";
import { newDeliveryWorld, owner } from "#test/support/deliveries.ts";
import { engines } from "#test/support/engines.ts";
import type { Transport } from "./index.ts";

for (const engine of engines) {
  test(`what is under way while the machine sleeps is not begun a second time, on ${engine}`, async () => {
    await using world = await newDeliveryWorld(engine);
    const { id } = await world.send();
    const [begun, reply] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const transport: Transport = {
      concurrency: 4,
      deliver: async ({ recipients }, _content, journal) => {
        await journal.beforeFinalDot();
        begun.resolve();
        await reply.promise;
        const delivered = { outcome: "delivered", reply: "250 Ok" } as const;
        return {
          recipients: recipients.map((recipient) => ({ recipient, ...delivered })),
          peer: "mx.example.com:25",
          conversation: [],
        };
      },
      [Symbol.asyncDispose]: async () => {},
    };
    const deliverer = world.deliverer(transport);
    const [claim] = await deliverer.claimDue(1);
    assert.ok(claim !== undefined);
    const attempt = deliverer.attempt(claim, new AbortController().signal);
    await begun.promise;
    world.clock.leap(5 * minuteMs);
    assert.deepEqual(await deliverer.claimDue(1), []);
    reply.resolve();
    assert.equal(await attempt, "delivered");
    const [delivery] = await world.deliveries.ofMessage(owner, id);
    assert.deepEqual([delivery?.state, delivery?.attempts], [{ is: "delivered" }, 1]);
  });
}
