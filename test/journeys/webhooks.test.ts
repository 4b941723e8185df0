import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { describe, test } from "node:test";
import { CreateConfigurationSetCommand, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { minuteMs, secondMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { type Posted, WebhookReceiver } from "#test/support/webhook-receiver.ts";
import { World } from "#test/support/world.ts";

async function send(world: World): Promise<void> {
  await world.ses.send(
    new SendEmailCommand({
      FromEmailAddress: "ann@sender.test",
      Destination: { ToAddresses: ["success@simulator.amazonses.com"] },
      Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello,\n" } } } },
    }),
  );
  await world.settle();
}

function requireSignature({ headers, body }: Posted, secret: string): void {
  const [, seconds, signature] =
    /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers["signet-signature"])) ?? [];
  const signed = `${seconds}.${String(headers["signet-event-id"])}.${body}`;
  assert.equal(signature, createHmac("sha256", secret).update(signed).digest("hex"));
}

for (const engine of engines) {
  describe(`webhooks on ${engine}`, () => {
    test("a webhook is posted every message's events, signed with its secret, and again when it failed", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "sender.test");
      await using receiver = await WebhookReceiver.start();
      receiver.answer = () => (receiver.posted.length === 1 ? 500 : 204);
      const { id, secret } = await world.plain<{ id: string; secret: string }>(
        "POST",
        "/signet/v1/webhooks",
        { url: receiver.url, events: ["Send", "Delivery"] },
      );
      await world.leap(2 * secondMs);
      await send(world);
      await world.pass(minuteMs);
      const told = receiver.posted.map(({ body }) => (JSON.parse(body) as { eventType: string }).eventType);
      assert.deepEqual(told, ["Send", "Send", "Delivery"]);
      for (const posted of receiver.posted) requireSignature(posted, secret);
      const [first, again] = receiver.posted;
      assert.equal(first?.headers["signet-event-id"], again?.headers["signet-event-id"]);
      type Delivery = { id: string; type: string; state: string; attempts: number; last_answer: string };
      type Told = { deliveries: Delivery[] };
      const { deliveries } = await world.plain<Told>("GET", `/signet/v1/webhooks/${id}/deliveries`);
      assert.deepEqual(
        deliveries.map(({ state, attempts, last_answer }) => [state, attempts, last_answer]),
        [
          ["published", 1, "204"],
          ["published", 2, "204"],
        ],
      );
      const replay = `/signet/v1/webhooks/${id}/deliveries/${deliveries[1]?.id}/replay`;
      await world.plain("POST", replay);
      await world.settle();
      const replayed = receiver.posted.at(-1);
      assert.equal(replayed?.headers["signet-event-id"], first?.headers["signet-event-id"]);
      const after = await world.plain<Told>("GET", `/signet/v1/webhooks/${id}/deliveries`);
      assert.deepEqual(
        after.deliveries.map(({ type, state }) => [type, state]),
        [
          ["Send", "published"],
          ["Delivery", "published"],
          ["Send", "published"],
        ],
      );
      assert.equal((await world.call("POST", `${replay}?region=eu-west-1`)).status, 404);
      assert.equal((await world.call("POST", replay.replace(/pub_[^/]+/, "pub_x"))).status, 404);
      await world.plain("DELETE", `/signet/v1/webhooks/${id}`);
      assert.deepEqual(await world.plain("GET", "/signet/v1/webhooks"), { webhooks: [] });
    });

    test("a place that nothing is ever posted to is refused, with what would let it be", async () => {
      await using world = await World.start(engine, { settings: { SIGNET_PRIVATE_NETWORKS: "10.0.0.0/8" } });
      const cases = [
        ["http://localhost:3000/hook", /127\.0\.0\.1 is not contacted: .*SIGNET_PRIVATE_NETWORKS/],
        ["https://[::1]/hook", /::1 is not contacted/],
        ["http://8.8.8.8/hook", /must be https/],
      ] as const;
      for (const [url, said] of cases) {
        const { status, error } = await world.call("POST", "/signet/v1/webhooks", { url });
        assert.equal(status, 400, url);
        assert.match(error?.message ?? "", said);
      }
      await world.plain("POST", "/signet/v1/webhooks", { url: "http://10.1.2.3/hook" });
    });

    test("a webhook of a configuration set that is not there would never be told of anything, and is refused", async () => {
      await using world = await World.start(engine);
      const webhook = { url: "https://hook.example/", configuration_set: "letters" };
      const { status, error } = await world.call("POST", "/signet/v1/webhooks", webhook);
      assert.deepEqual([status, error?.message], [404, "Configuration set <letters> does not exist."]);
      await world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "letters" }));
      await world.plain("POST", "/signet/v1/webhooks", webhook);
    });

    test("an account has no more webhooks than it may, also when many are made at once", async () => {
      await using world = await World.start(engine);
      const made = Array.from({ length: 26 }, async (_, at) => {
        const body = { url: `https://hook.example/${at}`, events: ["Send"] };
        return (await world.call("POST", "/signet/v1/webhooks", body)).status;
      });
      assert.equal((await Promise.all(made)).filter((status) => status < 300).length, 20);
      const { webhooks } = await world.plain<{ webhooks: object[] }>("GET", "/signet/v1/webhooks");
      assert.equal(webhooks.length, 20);
    });
  });
}
