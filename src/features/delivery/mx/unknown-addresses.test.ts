import assert from "node:assert/strict";
import { test } from "node:test";
import { MailExchangers, MxTransport } from "#features/delivery/index.ts";
import { newDeliveryWorld, owner } from "#test/support/deliveries.ts";

test("servers whose addresses could not be found out are not said to have none", async () => {
  await using world = await newDeliveryWorld("sqlite");
  let answers = false;
  const exchangers = new MailExchangers({
    clock: world.clock,
    shuffled: (items) => [...items],
    lookUp: async (name, type) => {
      const mx = { name, ttl: 300, type: "MX", preference: 10, exchange: "mx.far.example" } as const;
      if (type === "MX") return { kind: "records", ttlSeconds: 300, records: [mx] };
      return answers ? { kind: "no-such-type" } : { kind: "failed", reason: "timeout" };
    },
  });
  await using transport = new MxTransport({
    exchangers,
    refusedAddress: () => undefined,
    clientName: "signet.localhost",
    clock: world.clock,
    port: 25,
  });
  await using worker = world.worker(world.deliverer(transport));
  const replyTo = async (recipient: string) => {
    const { id } = await world.send({ recipients: [recipient] });
    await worker.idle();
    const [delivery] = await world.deliveries.ofMessage(owner, id);
    return delivery?.lastReply;
  };
  assert.equal(
    await replyTo("bob@far.example"),
    "The addresses of mx.far.example could not be found out: timeout.",
  );
  answers = true;
  world.clock.advance(60_000);
  assert.equal(await replyTo("ann@far.example"), "None of the servers of far.example has an address.");
});
