import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateConfigurationSetCommand,
  CreateConfigurationSetEventDestinationCommand,
  type EventDestinationDefinition,
  type EventType,
  GetConfigurationSetEventDestinationsCommand,
  SendEmailCommand,
} from "@aws-sdk/client-sesv2";
import { hourMs, minuteMs, secondMs } from "#platform/clock.ts";
import { AwsStandIn } from "#test/support/aws-stand-in.ts";
import { engines } from "#test/support/engines.ts";
import { refused } from "#test/support/operation.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const TopicArn = "arn:aws:sns:eu-west-1:123456789012:mail";
const stream = {
  DeliveryStreamArn: "arn:aws:firehose:eu-west-1:123456789012:deliverystream/mail",
  IamRoleArn: "arn:aws:iam::123456789012:role/ses",
};
const EventBusArn = "arn:aws:events:eu-central-1:123456789012:event-bus/default";
const dimensions = {
  DimensionConfigurations: [
    { DimensionName: "campaign", DimensionValueSource: "MESSAGE_TAG", DefaultDimensionValue: "none" },
    { DimensionName: "ses:from-domain", DimensionValueSource: "MESSAGE_TAG", DefaultDimensionValue: "none" },
    { DimensionName: "X-Kind", DimensionValueSource: "EMAIL_HEADER", DefaultDimensionValue: "none" },
    { DimensionName: "place", DimensionValueSource: "LINK_TAG", DefaultDimensionValue: "nowhere" },
  ],
} as const;

function settings(aws: AwsStandIn): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: "AKIAOPERATOR",
    AWS_SECRET_ACCESS_KEY: "of-the-operator",
    SIGNET_AWS_EVENTS: [
      "arn:aws:sns:eu-west-1:123456789012:*",
      "arn:aws:firehose:eu-west-1:123456789012:deliverystream/mail",
      "arn:aws:events:*:123456789012:event-bus/default",
      "arn:aws:cloudwatch:*:000000000000:*",
    ].join(", "),
  };
}

async function watch(
  world: World,
  target: Partial<EventDestinationDefinition>,
  MatchingEventTypes: EventType[] = ["SEND", "DELIVERY", "CLICK", "RENDERING_FAILURE"],
): Promise<void> {
  await world.ses.send(
    new CreateConfigurationSetEventDestinationCommand({
      ConfigurationSetName: "watched",
      EventDestinationName: Object.keys(target)[0] ?? "nothing",
      EventDestination: { Enabled: true, MatchingEventTypes, ...target },
    }),
  );
  await world.leap(2 * secondMs);
}

async function send(world: World): Promise<string> {
  const { MessageId = "" } = await world.ses.send(
    new SendEmailCommand({
      FromEmailAddress: "ann@sender.test",
      Destination: { ToAddresses: ["success@simulator.amazonses.com"] },
      Content: {
        Simple: {
          Subject: { Data: "Hello" },
          Body: { Html: { Data: '<a ses:tags="place:top" href="http://there.example/">there</a>' } },
          Headers: [{ Name: "X-Kind", Value: "news" }],
        },
      },
      ConfigurationSetName: "watched",
      EmailTags: [{ Name: "campaign", Value: "spring" }],
    }),
  );
  await world.settle();
  return MessageId;
}

/** The link that a recipient would find. */
async function linkIn(world: World, id: string): Promise<string> {
  const source = await (await fetch(`${world.app.httpUrl}/signet/v1/messages/${id}/source`)).text();
  const html = source.replaceAll("=\r\n", "").replaceAll("=3D", "=");
  const [, link] = /href="(http[^"]+)"/.exec(html) ?? [];
  assert.ok(link, source);
  return link;
}

async function newWorld(engine: (typeof engines)[number], aws: AwsStandIn): Promise<World> {
  const world = await World.start(engine, { settings: settings(aws) });
  await verifiedDomain(world, "sender.test");
  await world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "watched" }));
  return world;
}

for (const engine of engines) {
  test(`events reach SNS, Firehose, EventBridge and CloudWatch in SES's forms, on ${engine}`, async () => {
    await using aws = await AwsStandIn.start();
    await using world = await newWorld(engine, aws);
    await watch(world, { SnsDestination: { TopicArn } });
    assert.deepEqual(aws.inputs("Publish"), [
      {
        Version: "2010-03-31",
        TopicArn,
        Message: "Successfully validated SNS topic for Amazon SES event publishing.",
      },
    ]);
    await watch(world, { KinesisFirehoseDestination: stream });
    await watch(world, { EventBridgeDestination: { EventBusArn } });
    await watch(world, {
      CloudWatchDestination: {
        ...dimensions,
        DimensionConfigurations: [...dimensions.DimensionConfigurations],
      },
    });
    const { EventDestinations = [] } = await world.ses.send(
      new GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName: "watched" }),
    );
    assert.deepEqual(
      EventDestinations.map(({ Name = "", ...shown }) => ({ [Name]: shown[Name as keyof typeof shown] })),
      [
        { CloudWatchDestination: dimensions },
        { EventBridgeDestination: { EventBusArn } },
        { KinesisFirehoseDestination: stream },
        { SnsDestination: { TopicArn } },
      ],
    );
    const MessageId = await send(world);

    const [, sent, delivered] = aws.inputs("Publish");
    assert.equal(sent?.["Subject"], "Amazon SES Email Event Notification");
    assert.equal(JSON.parse(String(sent["Message"])).mail.messageId, MessageId);
    assert.equal(JSON.parse(String(delivered?.["Message"])).eventType, "Delivery");

    const records = aws.inputs("PutRecord").map(({ DeliveryStreamName, Record }) => {
      assert.equal(DeliveryStreamName, "mail");
      return Buffer.from((Record as { Data: string }).Data, "base64").toString();
    });
    assert.deepEqual(
      records.map((text) => [text.endsWith("}\n"), JSON.parse(text).eventType]),
      [
        [true, "Send"],
        [true, "Delivery"],
      ],
    );
    assert.equal(records[0], `${String(sent["Message"])}\n`);

    const entries = aws.inputs("PutEvents").map(({ Entries }) => (Entries as Record<string, unknown>[])[0]);
    assert.deepEqual(
      entries.map((entry) => [entry?.["Source"], entry?.["DetailType"], entry?.["EventBusName"]]),
      [
        ["signet.ses", "Email Sent", EventBusArn],
        ["signet.ses", "Email Delivered", EventBusArn],
      ],
    );
    assert.equal(entries[0]?.["Detail"], sent["Message"]);
    assert.deepEqual(entries[0]?.["Resources"], [
      "arn:aws:ses:us-east-1:000000000000:configuration-set/watched",
    ]);

    assert.deepEqual(
      aws.inputs("PutMetricData").map(({ Namespace, MetricData }) => {
        const [metric] = MetricData as { MetricName: string; Value: number; Dimensions: object[] }[];
        return [Namespace, metric?.MetricName, metric?.Value, metric?.Dimensions];
      }),
      ["Send", "Delivery"].map((name) => [
        "Signet/SES",
        name,
        1,
        [
          { Name: "campaign", Value: "spring" },
          { Name: "ses:from-domain", Value: "sender.test" },
          { Name: "X-Kind", Value: "news" },
          { Name: "place", Value: "nowhere" },
        ],
      ]),
    );
    for (const { service, region, accessKeyId } of aws.calls) {
      const regions = {
        sns: "eu-west-1",
        firehose: "eu-west-1",
        events: "eu-central-1",
        monitoring: "us-east-1",
      };
      assert.deepEqual([region, accessKeyId], [regions[service as keyof typeof regions], "AKIAOPERATOR"]);
    }

    const link = await linkIn(world, MessageId);
    assert.equal((await fetch(link, { redirect: "manual" })).status, 302);
    await world.settle();
    const clicked = aws.inputs("PutMetricData").at(-1)?.["MetricData"] as
      | { MetricName: string; Dimensions: { Value: string }[] }[]
      | undefined;
    assert.equal(clicked?.[0]?.MetricName, "Click");
    assert.equal(clicked[0].Dimensions[3]?.Value, "top");
  });

  test(`what AWS does not take is tried again, in order, until it does, on ${engine}`, async () => {
    await using aws = await AwsStandIn.start();
    await using world = await newWorld(engine, aws);
    await watch(world, { EventBridgeDestination: { EventBusArn } });
    aws.failure = () => ({ status: 503, code: "ServiceUnavailable", message: "Not now" });
    await send(world);
    await world.pass(10 * minuteMs);
    assert.deepEqual(aws.inputs("PutEvents"), []);
    aws.failure = () => undefined;
    await world.pass(hourMs);
    assert.deepEqual(
      aws.inputs("PutEvents").map(({ Entries }) => (Entries as { DetailType: string }[])[0]?.DetailType),
      ["Email Sent", "Email Delivered"],
    );
  });
}

test("only what the operator named is told, and what is wrong is refused", async () => {
  await using aws = await AwsStandIn.start();
  await using world = await newWorld("sqlite", aws);
  const elsewhere = "arn:aws:sns:eu-west-1:999999999999:mail";
  const cases: readonly [target: Partial<EventDestinationDefinition>, message: RegExp][] = [
    [
      { SnsDestination: { TopicArn: elsewhere } },
      /^SNS topic <arn:aws:sns:eu-west-1:999999999999:mail> not found\.$/,
    ],
    [{ EventBridgeDestination: { EventBusArn: `${EventBusArn}2` } }, /default event bus/],
    [{ EventBridgeDestination: { EventBusArn: EventBusArn.replace("1234", "9999") } }, /SIGNET_AWS_EVENTS/],
    [{ KinesisFirehoseDestination: { ...stream, DeliveryStreamArn: TopicArn } }, /delivery stream/],
    [{ KinesisFirehoseDestination: { ...stream, IamRoleArn: "me" } }, /role/],
    [
      { CloudWatchDestination: { DimensionConfigurations: [] } },
      /^CloudWatch metrics dimension configuration list cannot be empty\.$/,
    ],
    ...["From", "a b", "ö"].map((DimensionName): [Partial<EventDestinationDefinition>, RegExp] => [
      {
        CloudWatchDestination: {
          DimensionConfigurations: [
            { DimensionName, DimensionValueSource: "EMAIL_HEADER", DefaultDimensionValue: "x" },
          ],
        },
      },
      /Dimension/,
    ]),
    [{ SnsDestination: { TopicArn }, EventBridgeDestination: { EventBusArn } }, /only one destination/],
    [{}, /^Event destination is not provided\.$/],
  ];
  for (const [target, message] of cases) {
    await assert.rejects(watch(world, { ...target }), { name: "BadRequestException", message });
  }
  aws.failure = () => ({ status: 404, code: "NotFound", message: "Topic does not exist" });
  await refused(
    watch(world, { SnsDestination: { TopicArn } }),
    "BadRequestException",
    400,
    `SNS topic <${TopicArn}> not found.`,
  );
  aws.failure = () => ({ status: 403, code: "AuthorizationError", message: "Not yours" });
  await assert.rejects(watch(world, { SnsDestination: { TopicArn } }), /cannot be published to: .*Not yours/);
  await send(world);
  assert.deepEqual(aws.calls, []);
});
