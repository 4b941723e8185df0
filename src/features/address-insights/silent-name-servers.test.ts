import assert from "node:assert/strict";
import { test } from "node:test";
import { MailExchangers, type RecipientResult, type Transport } from "#features/delivery/index.ts";
import { secondMs } from "#platform/clock.ts";
import type { Looked } from "#protocols/dns/client/lookup.ts";
import { newDeliveryWorld } from "#test/support/deliveries.ts";
import { AddressInsights } from "./address-insights.ts";
import { screened } from "./screened.ts";

const rules = {
  tls: "opportunistic",
  sendingPool: undefined,
  leastConfidence: "MEDIUM",
  lifetimeMs: 1_000 * secondMs,
} as const;

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** A way out that takes everything, before name servers of which some are silent until they are told to answer. */
async function newScene() {
  const world = await newDeliveryWorld("sqlite");
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
  const asked: string[] = [];
  const exchangers = new MailExchangers({
    clock: world.clock,
    shuffled: (items) => [...items],
    async lookUp(name, type): Promise<Looked> {
      asked.push(`${name} ${type}`);
      if (name.startsWith("silent")) await answered;
      const found = { kind: "records", ttlSeconds: 300 } as const;
      if (type === "MX")
        return { ...found, records: [{ name, ttl: 300, type, preference: 1, exchange: `mx.${name}` }] };
      if (type === "A") return { ...found, records: [{ name, ttl: 300, type, address: "192.0.2.1" }] };
      return { kind: "no-such-type" };
    },
  });
  const reached: string[] = [];
  const taking: Transport = {
    concurrency: 8,
    async deliver({ recipients }) {
      reached.push(...recipients);
      const results = recipients.map(
        (recipient): RecipientResult => ({ recipient, outcome: "delivered", reply: "250 OK" }),
      );
      return { recipients: results, peer: "", conversation: [] };
    },
    async [Symbol.asyncDispose]() {},
  };
  const suppression = { suppressed: async () => new Map<string, never>() };
  const addressInsights = new AddressInsights({
    exchangers,
    suppression,
    listFor: async ({ owner }) => owner,
  });
  const transport = screened(taking, { addressInsights, clock: world.clock });
  const send = async (recipient: string) => await world.send({ recipients: [recipient], rules });
  return { world, transport, send, asked, reached, answer };
}

test("messages that are validated wait for silent name servers without holding up the others", {
  timeout: 20_000,
}, async () => {
  const { world, transport, send, reached, answer } = await newScene();
  await using _ = world;
  await using worker = world.worker(world.deliverer(transport));
  await send("ann@known.test");
  await worker.idle();
  for (let at = 0; at < 20; at++) await send(`bob${at}@silent${at % 4}.test`);
  await send("eve@known.test");
  await until(() => reached.includes("eve@known.test"));
  assert.deepEqual(reached, ["ann@known.test", "eve@known.test"]);
  answer();
  while (reached.length < 22) {
    await worker.idle();
    world.clock.advance(secondMs);
  }
  assert.deepEqual(world.complaints, []);
});

test("the address of a mail server is looked up by nobody who validates", async () => {
  const { world, transport, send, asked, reached } = await newScene();
  await using _ = world;
  await using worker = world.worker(world.deliverer(transport));
  await send("ann@known.test");
  await worker.idle();
  assert.deepEqual([reached, asked], [["ann@known.test"], ["known.test MX"]]);
});
