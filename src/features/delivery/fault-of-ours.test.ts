import assert from "node:assert/strict";
import { test } from "node:test";
import { minuteMs } from "#platform/clock.ts";
import { newDeliveryWorld, owner } from "#test/support/deliveries.ts";
import { engines } from "#test/support/engines.ts";
import { defaultLifetimeMs, type Transport } from "./index.ts";

const never = new AbortController().signal;
const fault = new TypeError("This should not happen.");

function faulty({ afterFinalDot }: { afterFinalDot: boolean }): Transport {
  return {
    concurrency: 4,
    deliver: async (_envelope, _content, journal) => {
      if (afterFinalDot) await journal.beforeFinalDot();
      throw fault;
    },
    [Symbol.asyncDispose]: async () => {},
  };
}

for (const engine of engines) {
  test(`what cannot be tried for a fault of ours is given up once its time is up, on ${engine}`, async () => {
    await using world = await newDeliveryWorld(engine);
    const { id } = await world.send();
    const deliverer = world.deliverer(faulty({ afterFinalDot: false }));
    const next = async () => {
      const [claim] = await world.deliveries.claimDue(10);
      assert.ok(claim);
      return claim;
    };
    await assert.rejects(deliverer.attempt(await next(), never), fault);
    world.clock.advance(2 * minuteMs);
    await assert.rejects(deliverer.attempt(await next(), never), fault);
    world.clock.advance(defaultLifetimeMs);
    await assert.rejects(deliverer.attempt(await next(), never), fault);
    const [delivery] = await world.deliveries.ofMessage(owner, id);
    assert.deepEqual(delivery?.state, { is: "failed" });
    assert.match(delivery?.lastReply ?? "", /log says why/);
  });

  test(`what may be out is sent again at once, and more and more seldom where that goes wrong too, on ${engine}`, async () => {
    await using world = await newDeliveryWorld(engine);
    await world.send();
    let sent = 0;
    const transport = faulty({ afterFinalDot: true });
    const deliverer = world.deliverer({
      ...transport,
      deliver: async (...work) => {
        sent += 1;
        return await transport.deliver(...work);
      },
    });
    const sentAfter: number[] = [];
    for (
      let passedMs = 0;
      passedMs < defaultLifetimeMs;
      passedMs += minuteMs, world.clock.advance(minuteMs)
    ) {
      for (let claims = await world.deliveries.claimDue(10); claims.length > 0; ) {
        for (const claim of claims) await deliverer.attempt(claim, never).catch(() => {});
        claims = await world.deliveries.claimDue(10);
      }
      sentAfter.push(sent);
    }
    assert.equal(sentAfter[3], 2);
    assert.ok(sent < 15, `${sent} times`);
  });

  test(`what may be out when a fault of ours comes up is uncertain, on ${engine}`, async () => {
    await using world = await newDeliveryWorld(engine);
    const { id } = await world.send();
    world.clock.advance(defaultLifetimeMs);
    const deliverer = world.deliverer(faulty({ afterFinalDot: true }));
    const [claim] = await world.deliveries.claimDue(10);
    assert.ok(claim);
    await assert.rejects(deliverer.attempt(claim, never), fault);
    world.clock.advance(2 * minuteMs);
    const [again] = await world.deliveries.claimDue(10);
    assert.ok(again);
    assert.equal(await deliverer.attempt(again, never), "uncertain");
    const [delivery] = await world.deliveries.ofMessage(owner, id);
    assert.deepEqual(delivery?.state, { is: "uncertain" });
  });
}
