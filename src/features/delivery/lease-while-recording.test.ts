import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { minuteMs, secondMs } from "#platform/clock.ts";
import { Unavailable } from "#platform/errors.ts";
import { LeaseLost } from "#platform/lease-lost.ts";
import { type DeliveryWorld, newDeliveryWorld, owner } from "#test/support/deliveries.ts";
import { engines } from "#test/support/engines.ts";
import type { Outcome } from "./delivery.ts";
import type { Deliveries, Transport } from "./index.ts";

function answering(outcome: Outcome): Transport {
  return {
    concurrency: 4,
    deliver: async ({ recipients }, _content, journal) => {
      await journal.beforeFinalDot();
      const results = recipients.map((recipient) => ({ recipient, outcome, reply: "As it is." }));
      return { recipients: results, peer: "mx.example.com:25", conversation: [] };
    },
    [Symbol.asyncDispose]: async () => {},
  };
}

/** From the end of the first attempt on, nothing can be written; `isBack` ends that. */
function goesAway({ deliveries }: DeliveryWorld) {
  const away = Promise.withResolvers<void>();
  let isAway = false;
  const record = deliveries.record.bind(deliveries);
  const renew = deliveries.renew.bind(deliveries);
  const refuse = () => {
    away.resolve();
    throw new Unavailable("The database cannot be reached.", { cause: undefined });
  };
  deliveries.record = async (...ended: Parameters<Deliveries["record"]>) => {
    isAway = true;
    return isBack ? await record(...ended) : refuse();
  };
  deliveries.renew = async (claim) => (isAway && !isBack ? refuse() : await renew(claim));
  let isBack = false;
  return {
    untilAway: away.promise,
    isBack: () => {
      isBack = true;
    },
  };
}

for (const engine of engines) {
  test(`what was handed over as the store went out of reach is not begun anew when it is back, on ${engine}`, async () => {
    await using world = await newDeliveryWorld(engine);
    const { id } = await world.send();
    const deliverer = world.deliverer(answering("delivered"));
    const [claim] = await deliverer.claimDue(1);
    assert.ok(claim);
    const store = goesAway(world);
    const attempt = deliverer.attempt(claim, new AbortController().signal);
    await store.untilAway;
    // Renewals are tried meanwhile, in vain.
    await world.clock.pass(5 * minuteMs, turn);
    await assert.rejects(deliverer.claimDue(1), Unavailable);
    store.isBack();
    assert.deepEqual(await deliverer.claimDue(1), []);
    world.clock.advance(secondMs);
    assert.equal(await attempt, "delivered");
    const [delivery] = await world.deliveries.ofMessage(owner, id);
    assert.deepEqual([delivery?.state, delivery?.attempts], [{ is: "delivered" }, 1]);
  });

  test(`a renewal that comes after the end of its claim changes nothing, on ${engine}`, async () => {
    await using world = await newDeliveryWorld(engine);
    const { id } = await world.send();
    const deliverer = world.deliverer(answering("deferred"));
    const stateNow = async () => (await world.deliveries.ofMessage(owner, id))[0]?.state;
    const [deferred] = await deliverer.claimDue(1);
    assert.ok(deferred);
    assert.equal(await deliverer.attempt(deferred, new AbortController().signal), "deferred");
    const later = await stateNow();
    await assert.rejects(world.deliveries.renew(deferred), LeaseLost);
    assert.deepEqual(await stateNow(), later);
    world.clock.advance(2 * minuteMs);
    const [handedBack] = await deliverer.claimDue(1);
    assert.ok(handedBack);
    await world.deliveries.handBack(handedBack);
    await assert.rejects(world.deliveries.renew(handedBack), LeaseLost);
    assert.deepEqual(await deliverer.claimDue(1).then((claims) => claims.map((claim) => claim.id)), [
      handedBack.id,
    ]);
  });
}
