import assert from "node:assert/strict";
import { test } from "node:test";
import { secondMs } from "#platform/clock.ts";
import { newDeliveryWorld } from "#test/support/deliveries.ts";
import { mxTransport } from "#test/support/mx-transport.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

test("domains whose name servers are silent leave places to those whose mail servers are known", {
  timeout: 20_000,
}, async () => {
  await using world = await newDeliveryWorld("sqlite");
  await using receiver = await startSmtpReceiver({ host: "127.0.0.43", hideSTARTTLS: true });
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
  await using transport = mxTransport(world.clock, receiver.port, {
    mostAttempts: 8,
    beforeAnswer: async (name) => {
      if (name.includes("silent")) await answered;
    },
  });
  await using worker = world.worker(world.deliverer(transport));
  await world.send({ recipients: ["ann@at-43-known.example"] });
  await worker.idle();
  for (let number = 0; number < 20; number++) {
    await world.send({ recipients: [`bob@at-43-silent-${number}.example`] });
  }
  await world.send({ recipients: ["eve@at-43-known.example"] });
  await until(() => receiver.received.length === 2);
  answer();
  while (receiver.received.length < 22) {
    await worker.idle();
    world.clock.advance(secondMs);
  }
  assert.deepEqual(world.complaints, []);
});
