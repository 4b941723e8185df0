import assert from "node:assert/strict";
import { test } from "node:test";
import { GetConfigurationSetEventDestinationsCommand } from "@aws-sdk/client-sesv2";
import { AwsStandIn } from "#test/support/aws-stand-in.ts";
import { sendHtml } from "#test/support/send-html.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

const stream = "arn:aws:firehose:eu-west-1:123456789012:deliverystream/mail";
const role = "arn:aws:iam::123456789012:role/ses";
const bus = "arn:aws:events:eu-central-1:123456789012:event-bus/default";

test("Firehose, EventBridge and CloudWatch are told of events, what they answered is seen, and they are told again", async () => {
  await using aws = await AwsStandIn.start();
  await using world = await World.start("sqlite", {
    ticking: true,
    settings: {
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: "AKIAOPERATOR",
      AWS_SECRET_ACCESS_KEY: "of-the-operator",
      SIGNET_AWS_EVENTS: `${stream}, ${bus}, arn:aws:cloudwatch:*:000000000000:*`,
    },
  });
  await verifiedDomain(world, "shop.test");
  await world.plain("POST", "/v2/email/configuration-sets", { ConfigurationSetName: "news" });
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  const dialog = page.getByRole("dialog");
  await visitor.goTo("/configuration-sets/news?tab=events");
  const add = async (name: string, kind: string, fields: Readonly<Record<string, string>>) => {
    await page.getByRole("button", { name: "Add a destination" }).first().click();
    await visitor.type("Name", name);
    await dialog.getByText(kind, { exact: true }).click();
    for (const [label, text] of Object.entries(fields)) {
      await dialog.getByRole("textbox", { name: label, exact: true }).last().fill(text);
    }
    await visitor.requireAccessible();
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByRole("link", { name }).waitFor();
  };
  await add("kept", "Firehose", { "ARN of the delivery stream": stream, "ARN of the role": role });
  await add("shared", "EventBridge", { "ARN of the default event bus": bus });
  await add("counted", "CloudWatch", { Name: "campaign", Otherwise: "none" });
  await visitor.requireAccessible();
  const { EventDestinations = [] } = await world.ses.send(
    new GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName: "news" }),
  );
  const told = { Enabled: true, MatchingEventTypes: ["DELIVERY", "BOUNCE", "COMPLAINT"] };
  const campaign = {
    DimensionName: "campaign",
    DimensionValueSource: "MESSAGE_TAG",
    DefaultDimensionValue: "none",
  };
  assert.deepEqual(EventDestinations, [
    { ...told, Name: "counted", CloudWatchDestination: { DimensionConfigurations: [campaign] } },
    { ...told, Name: "kept", KinesisFirehoseDestination: { DeliveryStreamArn: stream, IamRoleArn: role } },
    { ...told, Name: "shared", EventBridgeDestination: { EventBusArn: bus } },
  ]);

  await sendHtml(world, { from: "ann@shop.test", set: "news" });
  await visitor.click("kept");
  await visitor.sees(/^Told$/);
  await visitor.requireAccessible();
  const records = aws.inputs("PutRecord").length;
  await visitor.click("Tell again");
  await world.runUntil(async () => aws.inputs("PutRecord").length > records);
  await visitor.click("news");
  await visitor.click("counted");
  await visitor.sees(/^Told$/);
});

test("a destination that is a topic of the service's own leads to the subscribers", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  const { arn: TopicArn } = await world.plain<{ arn: string }>("POST", "/signet/v1/topics", { name: "mail" });
  await world.plain("POST", "/v2/email/configuration-sets", { ConfigurationSetName: "news" });
  await world.plain("POST", "/v2/email/configuration-sets/news/event-destinations", {
    EventDestinationName: "shop",
    EventDestination: { Enabled: true, MatchingEventTypes: ["SEND"], SnsDestination: { TopicArn } },
  });
  await using visitor = await Visitor.of(world, { device: "phone" });
  const topics = "**/signet/v1/topics";
  const held = Promise.withResolvers<void>();
  await visitor.page.route(topics, async (route) => {
    await held.promise;
    const error = { code: "ACCESS_DENIED", message: "Topics are not for you." };
    await route.fulfill({ status: 403, json: { success: false, error } });
  });
  await visitor.goTo("/configuration-sets/news/shop");
  await visitor.page.getByRole("status", { name: "Loading" }).waitFor();
  assert.equal(await visitor.page.getByText("Nothing yet").count(), 0);
  held.resolve();
  await visitor.sees("Topics are not for you.");
  await visitor.requireAccessible();
  await visitor.page.unroute(topics);
  await visitor.click("Try again");
  await visitor.requireNoSidewaysScroll();
  await visitor.click("the subscribers of mail");
  await visitor.sees("Subscribe an endpoint");
});
