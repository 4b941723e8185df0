import assert from "node:assert/strict";
import { test } from "node:test";
import { type PolicyText, StsPolicies } from "#features/delivery/index.ts";
import { newDeliveryWorld } from "#test/support/deliveries.ts";
import { mxTransport } from "#test/support/mx-transport.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";

const address = "127.0.0.42";
const mostAttempts = 8;

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Domains whose name says so have a policy whose server does not come to its end. */
async function newScene() {
  await using stack = new AsyncDisposableStack();
  const world = stack.use(await newDeliveryWorld("sqlite"));
  const receiver = stack.use(await startSmtpReceiver({ host: address, hideSTARTTLS: true }));
  const fetches: PromiseWithResolvers<PolicyText>[] = [];
  const policies = new StsPolicies({
    clock: world.clock,
    lookUp: async (name) => {
      if (!name.includes("dripping")) return { kind: "no-such-type" };
      const strings = [Buffer.from("v=STSv1; id=a1")];
      return { kind: "records", ttlSeconds: 60, records: [{ name, ttl: 60, type: "TXT", strings }] };
    },
    fetch: async () => {
      const fetching = Promise.withResolvers<PolicyText>();
      fetches.push(fetching);
      return await fetching.promise;
    },
  });
  const policyOf: typeof policies.policyOf = async (...asked) => await policies.policyOf(...asked);
  const transport = stack.use(mxTransport(world.clock, receiver.port, { mostAttempts, policyOf }));
  stack.use(world.worker(world.deliverer(transport)));
  // What is under way has to end before the worker does.
  stack.defer(() => {
    for (const { resolve } of fetches) resolve({ fault: "sts-policy-fetch-error" });
  });
  const rest = stack.move();
  return { world, receiver, fetches, [Symbol.asyncDispose]: async () => await rest.disposeAsync() };
}

test("a zone whose policy server drips leaves places to everybody else, also to those never asked", {
  timeout: 20_000,
}, async () => {
  await using scene = await newScene();
  const { world, receiver, fetches } = scene;
  for (let number = 0; number < 20; number++) {
    await world.send({ recipients: [`bob@at-42-${number}.dripping.example`] });
  }
  await until(() => fetches.length > 0);
  await world.send({ recipients: ["eve@at-42.far.example"] });
  await until(() => receiver.received.length === 1);
  assert.equal(fetches.length, 1);
});

test("however many zones' policy servers drip, those whose policy is known have their mail", {
  timeout: 20_000,
}, async () => {
  await using scene = await newScene();
  const { world, receiver, fetches } = scene;
  await world.send({ recipients: ["eve@at-42.far.example"] });
  await until(() => receiver.received.length === 1);
  for (let number = 0; number < 20; number++) {
    await world.send({ recipients: [`bob@at-42.dripping-${number}.example`] });
  }
  await until(() => fetches.length === mostAttempts / 4);
  await world.send({ recipients: ["eve@at-42.far.example"] });
  await until(() => receiver.received.length === 2);
  assert.equal(fetches.length, mostAttempts / 4);
});
