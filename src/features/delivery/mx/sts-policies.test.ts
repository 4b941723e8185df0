import assert from "node:assert/strict";
import { test } from "node:test";
import { MailExchangers, MxTransport, StsPolicies } from "#features/delivery/index.ts";
import { newDeliveryWorld, owner } from "#test/support/deliveries.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";

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
    fetch: async () => ({ text: policyText }),
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
