import assert from "node:assert/strict";
import { test } from "node:test";
import { minuteMs } from "#platform/clock.ts";
import { sendHtml } from "#test/support/send-html.ts";
import { TopicSubscriber } from "#test/support/topic-subscriber.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { WebhookReceiver } from "#test/support/webhook-receiver.ts";
import { World } from "#test/support/world.ts";

test("a webhook is added, its secret is shown once, and what it answered is seen", async () => {
  await using receiver = await WebhookReceiver.start();
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/events");
  await visitor.sees("No webhooks in this region");
  await visitor.requireAccessible();
  await visitor.click("Add a webhook");
  await visitor.type("URL", receiver.url);
  await visitor.page.getByRole("dialog").getByLabel("Subscription").uncheck();
  await visitor.requireAccessible();
  await visitor.page.getByRole("dialog").getByRole("button", { name: "Add", exact: true }).click();
  await visitor.sees("Shown this once");
  await visitor.requireAccessible();
  await visitor.click("It is kept");
  await visitor.click(receiver.url);
  await visitor.sees("Nothing yet");
  receiver.answer = () => 204;
  await sendHtml(world, { from: "ann@shop.test" });
  await visitor.sees(/^Told$/);
  await visitor.sees(/204/);
  await visitor.requireAccessible();
  const told = receiver.posted.length;
  await visitor.page.getByRole("button", { name: "Tell again" }).first().click();
  await visitor.sees("It is told again");
  await world.runUntil(async () => receiver.posted.length > told);
  await visitor.click("Delete the webhook");
  await visitor.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await visitor.sees("No webhooks in this region");
});

test("an endpoint that does not take what it is told is seen in the list, and why beside it", async () => {
  await using receiver = await WebhookReceiver.start();
  receiver.answer = () => 503;
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  await world.plain("POST", "/signet/v1/webhooks", { url: receiver.url, events: ["Send"] });
  await using visitor = await Visitor.of(world, { device: "phone", scheme: "dark" });
  await sendHtml(world, { from: "ann@shop.test" });
  await world.settle();
  await visitor.goTo("/events");
  await visitor.sees("Does not take it");
  await visitor.requireNoSidewaysScroll();
  await visitor.requireAccessible();
  await visitor.click(receiver.url);
  await visitor.sees(/503/);
  receiver.answer = () => 204;
  await world.pass(minuteMs);
  await visitor.sees(/^Told$/);
  await visitor.goTo("/events");
  await visitor.sees(/^Takes it$/);
});

test("an endpoint that is so far behind that none of the latest events was tried is seen to be", async () => {
  await using receiver = await WebhookReceiver.start();
  receiver.answer = () => 503;
  await using world = await World.start("sqlite");
  await verifiedDomain(world, "shop.test");
  await world.plain("POST", "/signet/v1/webhooks", { url: receiver.url, events: ["Send"] });
  await sendHtml(world, { from: "ann@shop.test" });
  await world.settle();
  // It rests now, and is told of nothing meanwhile.
  for (let each = 0; each < 160; each += 1) await sendHtml(world, { from: "ann@shop.test" });
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/events");
  await visitor.sees(/^Behind$/);
  await visitor.requireAccessible();
});

test("an endpoint that thinks over the first event is said neither to be behind nor to refuse it", async () => {
  await using receiver = await WebhookReceiver.start();
  const answer = Promise.withResolvers<number>();
  receiver.answer = () => answer.promise;
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  await world.plain("POST", "/signet/v1/webhooks", { url: receiver.url, events: ["Send"] });
  await sendHtml(world, { from: "ann@shop.test" });
  await world.runUntil(async () => receiver.posted.length > 0);
  await using visitor = await Visitor.of(world);
  const told = visitor.page.waitForResponse(/\/deliveries$/);
  await visitor.goTo("/events");
  await (await told).finished();
  await visitor.page.waitForLoadState("networkidle");
  assert.equal(await visitor.page.getByText(/^(Behind|Does not take it)$/).count(), 0);
  answer.resolve(204);
  await world.settle();
  await visitor.goTo("/events");
  await visitor.sees(/^Takes it$/);
});

test("an endpoint subscribes to a topic, and confirms", async () => {
  await using subscriber = await TopicSubscriber.start();
  await using world = await World.start("sqlite", { ticking: true });
  await using visitor = await Visitor.of(world, { device: "phone", scheme: "dark" });
  await visitor.goTo("/events");
  await visitor.click("Create a topic");
  await visitor.type("Name", "mail");
  await visitor.page.getByRole("dialog").getByRole("button", { name: "Create", exact: true }).click();
  await visitor.sees("arn:aws:sns:us-east-1:000000000000:mail");
  await visitor.click("Subscribe an endpoint");
  await visitor.type("Endpoint", subscriber.url);
  await visitor.page.getByRole("dialog").getByRole("button", { name: "Subscribe", exact: true }).click();
  await visitor.sees(/^Confirmed$/);
  await visitor.click(subscriber.url);
  await visitor.sees("Subscribed to mail.");
  await visitor.sees("Nothing yet");
  await visitor.page.goBack();
  await visitor.requireAccessible();
  await visitor.requireNoSidewaysScroll();
  await visitor.click(`Remove ${subscriber.url}`);
  await visitor.click("Cancel");
  await visitor.click(`Remove ${subscriber.url}`);
  await visitor.page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
  await visitor.sees("No endpoint has subscribed");
  await visitor.click("Delete mail");
  await visitor.type("Type mail to confirm", "mail");
  await visitor.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await visitor.sees("No topics in this region");
});

test("nothing is offered to be done with a webhook that is not there", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/events/webhooks/nothing");
  await visitor.sees("There is no webhook nothing.");
  await visitor.sees(/It is gone, or in another region/);
  assert.equal(await visitor.page.getByRole("button", { name: "Delete the webhook" }).count(), 0);
});
