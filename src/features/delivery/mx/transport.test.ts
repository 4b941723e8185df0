import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { test } from "node:test";
import { MailExchangers, MxTransport, StsPolicies } from "#features/delivery/index.ts";
import { rfcTimeouts } from "#protocols/smtp/timeouts.ts";
import { newDeliveryWorld, owner } from "#test/support/deliveries.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";

/** A server that takes connections and never says a word. */
async function startSilence(host: string, port: number) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket.on("error", () => {}))).listen(port, host);
  await once(server, "listening");
  return {
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

test("a dead majority of domains does not hold up those that answer", async (context) => {
  const [dead, healthy, perHealthy] = [900, 10, 30];
  await using receiver = await startSmtpReceiver({ host: "127.0.0.21", hideSTARTTLS: true });
  await using _silence = await startSilence("127.0.0.22", receiver.port);
  await using world = await newDeliveryWorld("sqlite");
  const addressOf = (name: string) => (name.startsWith("dead") ? "127.0.0.22" : "127.0.0.21");
  const exchangers = new MailExchangers({
    clock: world.clock,
    shuffled: (items) => [...items],
    lookUp: async (name, type) =>
      type === "A"
        ? { kind: "records", ttlSeconds: 300, records: [{ name, ttl: 300, type, address: addressOf(name) }] }
        : { kind: "no-such-type" },
  });
  const greetingMs = 400;
  await using transport = new MxTransport({
    exchangers,
    refusedAddress: () => undefined,
    clientName: "signet.localhost",
    clock: world.clock,
    port: receiver.port,
    timeouts: { ...rfcTimeouts, greeting: greetingMs },
    mostAttempts: 100,
  });
  for (let number = 0; number < dead; number++) {
    await world.send({ recipients: [`bob@dead-${number}.example`] });
  }
  for (let number = 0; number < healthy * perHealthy; number++) {
    await world.send({ recipients: [`bob-${number}@healthy-${number % healthy}.example`] });
  }
  const startedAt = performance.now();
  await using worker = world.worker(world.deliverer(transport));
  const running = worker.idle();
  let healthyAfterMs = 0;
  while (healthyAfterMs === 0) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    // What was put off for a moment is due again.
    world.clock.advance(1_000);
    if (receiver.received.length === healthy * perHealthy) healthyAfterMs = performance.now() - startedAt;
    assert.ok(performance.now() - startedAt < 50_000, `${receiver.received.length} arrived`);
  }
  await running;
  const inTurnMs = (dead / 100) * greetingMs;
  context.diagnostic(
    `${healthy * perHealthy} messages to ${healthy} domains that answer had arrived ${Math.round(healthyAfterMs)} ms after ${dead} domains that never do were queued before them; in turn, the first of them alone would have waited ${inTurnMs} ms.`,
  );
  assert.deepEqual(world.complaints, []);
});

test("an enforced MTA-STS policy lets mail go to its servers only, and under a certificate that is good", async () => {
  await using receiver = await startSmtpReceiver({ host: "127.0.0.23" });
  await using world = await newDeliveryWorld("sqlite");
  let policyText = "version: STSv1\nmode: enforce\nmx: mx.other.example\nmax_age: 86400\n";
  let id = "a1";
  const policies = new StsPolicies({
    clock: world.clock,
    lookUp: async (name) => {
      const strings = [Buffer.from(`v=STSv1; id=${id}`)];
      return { kind: "records", ttlSeconds: 60, records: [{ name, ttl: 60, type: "TXT", strings }] };
    },
    fetch: async () => policyText,
  });
  const exchangers = new MailExchangers({
    clock: world.clock,
    shuffled: (items) => [...items],
    lookUp: async (name, type) =>
      type === "A"
        ? { kind: "records", ttlSeconds: 300, records: [{ name, ttl: 300, type, address: "127.0.0.23" }] }
        : type === "MX"
          ? {
              kind: "records",
              ttlSeconds: 300,
              records: [{ name, ttl: 300, type, preference: 10, exchange: "mx.far.example" }],
            }
          : { kind: "no-such-type" },
  });
  await using transport = new MxTransport({
    exchangers,
    policyOf: async (domain) => await policies.policyOf(domain),
    refusedAddress: () => undefined,
    clientName: "signet.localhost",
    clock: world.clock,
    port: receiver.port,
  });
  await using worker = world.worker(world.deliverer(transport));
  const { id: messageId } = await world.send({ recipients: ["bob@far.example"] });
  const lastReply = async () => (await world.deliveries.ofMessage(owner, messageId))[0]?.lastReply ?? "";
  await worker.idle();
  assert.match(await lastReply(), /None of the servers of far\.example is named in its MTA-STS policy/);
  policyText = policyText.replace("other", "far");
  id = "a2";
  world.clock.advance(10 * 60_000);
  await worker.idle();
  assert.match(await lastReply(), /certificate is not valid for mx\.far\.example/);
  assert.equal(receiver.received.length, 0);
  policyText = policyText.replace("enforce", "testing");
  id = "a3";
  world.clock.advance(60 * 60_000);
  await worker.idle();
  assert.equal(receiver.received.length, 1);
});
