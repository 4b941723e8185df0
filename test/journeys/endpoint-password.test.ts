import assert from "node:assert/strict";
import { test } from "node:test";
import { secondMs } from "#platform/clock.ts";
import { WebhookReceiver } from "#test/support/webhook-receiver.ts";
import { World } from "#test/support/world.ts";

test("a password in the URL of an endpoint reaches the endpoint, and is shown to nobody", async () => {
  await using world = await World.start("sqlite");
  await using receiver = await WebhookReceiver.start();
  const own = receiver.url.replace("http://", "http://hook:s3cret%21@");
  const shown = receiver.url.replace("http://", "http://hook:****@");

  await world.plain("POST", "/signet/v1/topics", { name: "mail" });
  const path = "/signet/v1/topics/mail/subscriptions";
  const subscribed = await world.plain<{ endpoint: string }>("POST", path, { endpoint: own });
  assert.equal(
    receiver.posted[0]?.headers.authorization,
    `Basic ${Buffer.from("hook:s3cret!").toString("base64")}`,
  );
  const { subscriptions } = await world.plain<{ subscriptions: { endpoint: string }[] }>("GET", path);
  const hooked = await world.plain<{ url: string }>("POST", "/signet/v1/webhooks", { url: own });
  const { webhooks } = await world.plain<{ webhooks: { url: string }[] }>("GET", "/signet/v1/webhooks");
  await world.leap(2 * secondMs);

  assert.deepEqual(
    [subscribed.endpoint, subscriptions[0]?.endpoint, hooked.url, webhooks[0]?.url],
    Array(4).fill(shown),
  );
  assert.ok(!world.logged.join("").includes("s3cret"));
});
