import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { hourMs, minuteMs, secondMs } from "#platform/clock.ts";
import { type DeliveryWorld, newDeliveryWorld, owner } from "#test/support/deliveries.ts";
import { engines } from "#test/support/engines.ts";
import { mxTransport } from "#test/support/mx-transport.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import type { NewMessage } from "./index.ts";

const lifetimeMs = 10 * minuteMs;
const rules: NewMessage["rules"] = { tls: "opportunistic", sendingPool: undefined, lifetimeMs };
const onePerMinute = 1 / 60;

async function standing({ deliveries }: DeliveryWorld, id: string) {
  const [delivery] = await deliveries.ofMessage(owner, id);
  assert.ok(delivery);
  const tries = await deliveries.attemptsOf(delivery);
  return { state: delivery.state.is, reply: delivery.lastReply, tries: tries.length };
}

for (const engine of engines) {
  describe(`a message whose time is up, on ${engine}`, () => {
    test("is given up where its provider has had no room for it", async () => {
      await using receiver = await startSmtpReceiver({ host: "127.0.0.41", hideSTARTTLS: true });
      await using world = await newDeliveryWorld(engine);
      await using transport = mxTransport(world.clock, receiver.port, { mostPerSecond: onePerMinute });
      await using worker = world.worker(world.deliverer(transport));
      const sent: string[] = [];
      for (let count = 0; count < 20; count++) {
        sent.push((await world.send({ recipients: ["bob@by-41.example"], rules })).id);
      }
      await worker.idle();
      for (let minutes = 0; minutes < 12; minutes++) {
        world.clock.advance(minuteMs);
        await worker.idle();
      }
      const stand = await Promise.all(sent.map(async (id) => await standing(world, id)));
      assert.equal(stand.filter(({ state }) => state === "queued").length, 0);
      const taken = stand.filter(({ state }) => state === "delivered").length;
      assert.equal(taken, receiver.received.length);
      assert.ok(taken >= 9 && taken <= 11, `${taken} were taken`);
      const left = stand.find(({ state }) => state === "failed");
      assert.equal(left?.tries, 1);
      assert.match(left?.reply ?? "", /time was up before .* provider-41\.example had room/);
      assert.deepEqual(world.complaints, []);
    });

    test("waits for its last try where nobody was there to try it as its time ended", async () => {
      await using receiver = await startSmtpReceiver({ host: "127.0.0.41", hideSTARTTLS: true });
      await using world = await newDeliveryWorld(engine);
      await using transport = mxTransport(world.clock, receiver.port, { mostPerSecond: 1 / 10 });
      for (let count = 0; count < 4; count++) await world.send({ recipients: ["bob@by-41.example"], rules });
      world.clock.advance(hourMs);
      await using worker = world.worker(world.deliverer(transport));
      await worker.idle();
      for (let seconds = 0; seconds < 60; seconds += 10) {
        world.clock.advance(10 * secondMs);
        await worker.idle();
      }
      assert.equal(receiver.received.length, 4);
      assert.deepEqual(world.complaints, []);
    });
  });
}
