import assert from "node:assert/strict";
import { test } from "node:test";
import { hourMs, minuteMs, secondMs } from "#platform/clock.ts";
import { type DeliveryWorld, newDeliveryWorld, owner } from "#test/support/deliveries.ts";
import { mxTransport, patience } from "#test/support/mx-transport.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { startStallingServer } from "#test/support/stalling-server.ts";

const healthyAddress = "127.0.0.42";
const silentAddress = "127.0.0.52";

async function outcomesOf(world: DeliveryWorld, id: string): Promise<string[]> {
  const [delivery] = await world.deliveries.ofMessage(owner, id);
  assert.ok(delivery);
  return (await world.deliveries.attemptsOf(delivery)).map(({ outcome }) => outcome);
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

test("a domain that was out of reach for a moment is not tried for nothing while it rests, and has its message right after", async () => {
  await using world = await newDeliveryWorld("sqlite");
  await using elsewhere = await startSmtpReceiver({ host: "127.0.0.40", hideSTARTTLS: true });
  await using transport = mxTransport(world.clock, elsewhere.port);
  await using worker = world.worker(world.deliverer(transport));
  // The wait is shifted by a tenth either way: among so many, some would be tried before the rest is over.
  const sent = await Promise.all(
    Array.from({ length: 30 }, async (_, number) =>
      world.send({ recipients: [`bob@at-42-${number}.example`] }),
    ),
  );
  await worker.idle();
  await using _ = await startSmtpReceiver({ host: healthyAddress, port: elsewhere.port, hideSTARTTLS: true });
  for (let passed = 0; passed < 2 * minuteMs; passed += secondMs) {
    world.clock.advance(secondMs);
    await worker.idle();
  }
  for (const { id } of sent) assert.deepEqual(await outcomesOf(world, id), ["deferred", "delivered"]);
});

test("dead domains that are tried again leave places to those never tried", { timeout: 20_000 }, async () => {
  await using world = await newDeliveryWorld("sqlite");
  await using healthy = await startSmtpReceiver({ host: healthyAddress, hideSTARTTLS: true });
  const [mostAttempts, timeouts] = [8, patience(minuteMs)];
  await using transport = mxTransport(world.clock, healthy.port, { mostAttempts, timeouts });
  await using worker = world.worker(world.deliverer(transport));
  for (let number = 0; number < 20; number++) {
    await world.send({ recipients: [`bob@at-52-${number}.example`] });
  }
  await worker.idle();
  await using silent = await startStallingServer(silentAddress, { port: healthy.port, silentAt: "EHLO" });
  world.clock.advance(2 * minuteMs);
  // What they are served by is asked anew, a few at a time.
  const soon = async (isSo: () => boolean) =>
    await until(() => {
      world.clock.advance(secondMs);
      return isSo();
    });
  await soon(() => silent.connections === mostAttempts / 2);
  await world.send({ recipients: ["eve@at-42-1.example"] });
  await soon(() => healthy.received.length === 1);
  assert.equal(silent.connections, mostAttempts / 2);
});

test("what waits for a server that has not answered is claimed seldom, and signed only once it has a place", {
  timeout: 20_000,
}, async () => {
  const [mostAttempts, waiting] = [8, 200];
  await using world = await newDeliveryWorld("sqlite");
  await using silent = await startStallingServer(silentAddress, { silentAt: "greeting" });
  await using transport = mxTransport(world.clock, silent.port, { mostAttempts, timeouts: patience(hourMs) });
  let signed = 0;
  const signersFor = async () => {
    signed++;
    return [];
  };
  let claimed = 0;
  const { concurrency } = transport;
  const counting = {
    concurrency,
    deliver: async (...work: Parameters<typeof transport.deliver>) => {
      claimed++;
      return await transport.deliver(...work);
    },
    [Symbol.asyncDispose]: async () => {},
  };
  for (let number = 0; number < waiting; number++) {
    await world.send({ recipients: [`bob@at-52-${number}.example`] });
  }
  await using worker = world.worker(world.deliverer(counting, signersFor));
  await until(() => claimed >= waiting);
  for (let passed = 0; passed < minuteMs; passed += secondMs) {
    world.clock.advance(secondMs);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.equal(signed, 0.75 * mostAttempts);
  // In turn, as if each place were free again every second: not each of them every few seconds.
  assert.ok(claimed < waiting + 60 * mostAttempts, `${claimed} claims`);
  worker.stop();
});
