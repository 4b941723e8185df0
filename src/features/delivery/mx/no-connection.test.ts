import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { minuteMs, secondMs } from "#platform/clock.ts";
import { type DeliveryWorld, newDeliveryWorld, owner } from "#test/support/deliveries.ts";
import { engines } from "#test/support/engines.ts";
import { startFullServer } from "#test/support/full-server.ts";
import { mxTransport, patience } from "#test/support/mx-transport.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";

/** No other step may be what is over in time. */
const timeouts = { ...patience(60_000), connect: 200 };

async function standing(world: DeliveryWorld, id: string) {
  const [delivery] = await world.deliveries.ofMessage(owner, id);
  assert.ok(delivery);
  const tries = await world.deliveries.attemptsOf(delivery);
  return {
    state: delivery.state.is,
    outcomes: tries.map(({ outcome }) => outcome),
    reply: delivery.lastReply,
  };
}

for (const engine of engines) {
  describe(`a server that answers no attempt to connect, on ${engine}`, () => {
    test("is left for the next one", async () => {
      await using live = await startSmtpReceiver({ host: "127.0.0.42", hideSTARTTLS: true });
      await using _ = await startFullServer("127.0.0.60", live.port);
      await using world = await newDeliveryWorld(engine);
      await using transport = mxTransport(world.clock, live.port, { timeouts });
      await using worker = world.worker(world.deliverer(transport));
      const { id } = await world.send({ recipients: ["bob@by-60-or-42.example"] });
      await worker.idle();
      const { state, outcomes } = await standing(world, id);
      assert.deepEqual({ state, outcomes }, { state: "delivered", outcomes: ["delivered"] });
      assert.equal(live.received.length, 1);
      assert.deepEqual(world.complaints, []);
    });

    test("is left for the next one, however many addresses it has", async () => {
      await using live = await startSmtpReceiver({ host: "127.0.0.42", hideSTARTTLS: true });
      await using world = await newDeliveryWorld(engine);
      await using transport = mxTransport(world.clock, live.port, { timeouts });
      await using worker = world.worker(world.deliverer(transport));
      // Nobody listens at any of them.
      const { id } = await world.send({ recipients: ["bob@by-70to75-or-42.example"] });
      await worker.idle();
      const { state, outcomes } = await standing(world, id);
      assert.deepEqual({ state, outcomes }, { state: "delivered", outcomes: ["delivered"] });
    });

    test("is tried at its other addresses where there is no next one", async () => {
      await using live = await startSmtpReceiver({ host: "127.0.0.79", hideSTARTTLS: true });
      await using world = await newDeliveryWorld(engine);
      await using transport = mxTransport(world.clock, live.port, { timeouts });
      await using worker = world.worker(world.deliverer(transport));
      const { id } = await world.send({ recipients: ["bob@by-76to79.example"] });
      await worker.idle();
      assert.equal((await standing(world, id)).state, "delivered");
    });

    test("keeps the only place from the others no longer than it is waited for, and is then left alone for a while", async () => {
      await using live = await startSmtpReceiver({ host: "127.0.0.42", hideSTARTTLS: true });
      await using _ = await startFullServer("127.0.0.60", live.port);
      await using world = await newDeliveryWorld(engine);
      await using transport = mxTransport(world.clock, live.port, { timeouts, mostAttempts: 1 });
      const dead = [
        await world.send({ recipients: ["bob@by-60.one.example"] }),
        await world.send({ recipients: ["bob@by-60.two.example"] }),
      ];
      await world.send({ recipients: ["eve@by-42.example"] });
      await using worker = world.worker(world.deliverer(transport));
      await worker.idle();
      assert.equal(live.received.length, 1);
      const [first, second] = await Promise.all(dead.map(async ({ id }) => await standing(world, id)));
      for (const tried of [first, second]) {
        assert.deepEqual([tried?.state, tried?.outcomes], ["queued", ["deferred"]]);
      }
      assert.equal(first?.reply, "The server did not answer within 0.2 s.");
      assert.match(second?.reply ?? "", /could not be reached a short while ago/);
    });

    test("is tried by some of many messages, and again by one when it has rested for a minute", async () => {
      await using live = await startSmtpReceiver({ host: "127.0.0.42", hideSTARTTLS: true });
      await using world = await newDeliveryWorld(engine);
      await using transport = mxTransport(world.clock, live.port, { timeouts });
      const replies: string[] = [];
      {
        await using _ = await startFullServer("127.0.0.60", live.port);
        const sent = await Promise.all(
          Array.from({ length: 25 }, async () => await world.send({ recipients: ["bob@by-60.example"] })),
        );
        await using worker = world.worker(world.deliverer(transport));
        await worker.idle();
        for (const { id } of sent) replies.push((await standing(world, id)).reply ?? "");
      }
      const tried = replies.filter((reply) => reply === "The server did not answer within 0.2 s.");
      const spared = replies.filter((reply) => reply.includes("could not be reached a short while ago"));
      assert.deepEqual([tried.length, spared.length], [10, 15]);
      await using back = await startSmtpReceiver({ host: "127.0.0.60", port: live.port, hideSTARTTLS: true });
      await using worker = world.worker(world.deliverer(transport));
      world.clock.advance(minuteMs);
      await world.send({ recipients: ["eve@by-60.example"] });
      await world.clock.pass(2 * secondMs, async () => await worker.idle());
      assert.ok(back.received.some(({ recipients }) => recipients[0] === "eve@by-60.example"));
    });

    test("is not waited for by a service that stops", async () => {
      await using live = await startSmtpReceiver({ host: "127.0.0.42", hideSTARTTLS: true });
      await using _ = await startFullServer("127.0.0.60", live.port);
      await using world = await newDeliveryWorld(engine);
      await using transport = mxTransport(world.clock, live.port, { timeouts: patience(60_000) });
      const { id } = await world.send({ recipients: ["bob@by-60.example"] });
      const worker = world.worker(world.deliverer(transport));
      const isClaimed = async () => (await world.deliveries.ofMessage(owner, id))[0]?.attempts === 1;
      while (!(await isClaimed())) await new Promise(setImmediate);
      await worker[Symbol.asyncDispose]();
      const { state, outcomes } = await standing(world, id);
      assert.deepEqual({ state, outcomes }, { state: "queued", outcomes: [] });
    });
  });
}
