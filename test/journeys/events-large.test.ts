import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateConfigurationSetCommand,
  CreateConfigurationSetEventDestinationCommand,
  SendEmailCommand,
} from "@aws-sdk/client-sesv2";
import { secondMs } from "#platform/clock.ts";
import { AwsStandIn } from "#test/support/aws-stand-in.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const TopicArn = "arn:aws:sns:eu-west-1:123456789012:mail";
/** SNS's and EventBridge's. */
const mostBytes = 256 * 1024;

test("events of a message with six thousand addresses in its header, and a sender whose name is endless, fit into what services take", async () => {
  await using aws = await AwsStandIn.start();
  await using world = await World.start("sqlite", {
    settings: {
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: "AKIAOPERATOR",
      AWS_SECRET_ACCESS_KEY: "of-the-operator",
      SIGNET_AWS_EVENTS: TopicArn,
    },
  });
  await verifiedDomain(world, "sender.test");
  await world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "watched" }));
  await world.ses.send(
    new CreateConfigurationSetEventDestinationCommand({
      ConfigurationSetName: "watched",
      EventDestinationName: "told",
      EventDestination: { Enabled: true, MatchingEventTypes: ["SEND"], SnsDestination: { TopicArn } },
    }),
  );
  await world.leap(2 * secondMs);
  const many = (name: string) => {
    const people = Array.from({ length: 2_000 }, (_, n) => `Somebody Else <${name}-${n}@elsewhere.test>`);
    return `${name}: ${people.join(",\r\n ")}`;
  };
  await world.ses.send(
    new SendEmailCommand({
      FromEmailAddress: `${"日".repeat(90_000)} <ann@sender.test>`,
      Destination: { ToAddresses: ["success@simulator.amazonses.com"] },
      Content: {
        Raw: {
          Data: Buffer.from(
            `From: ann@sender.test\r\nSubject: Hello\r\n${many("To")}\r\n${many("Cc")}\r\n${many("Reply-To")}\r\n\r\nHello\r\n`,
          ),
        },
      },
      ConfigurationSetName: "watched",
    }),
  );
  await world.settle();
  const [, told] = aws.inputs("Publish");
  const record = String(told?.["Message"]);
  const { mail } = JSON.parse(record) as { mail: Record<string, unknown> };
  assert.equal(mail["headersTruncated"], true);
  assert.equal(mail["source"], "ann@sender.test");
  assert.deepEqual(mail["destination"], ["success@simulator.amazonses.com"]);
  const { to } = mail["commonHeaders"] as { to: string[] };
  assert.equal(to[0], '"Somebody Else" <To-0@elsewhere.test>');
  assert.ok(Buffer.byteLength(record) < mostBytes);
});
