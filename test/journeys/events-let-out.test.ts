import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateConfigurationSetCommand,
  CreateConfigurationSetEventDestinationCommand,
  CreateImportJobCommand,
  GetImportJobCommand,
  SendEmailCommand,
  UpdateConfigurationSetEventDestinationCommand,
} from "@aws-sdk/client-sesv2";
import { hourMs, minuteMs, secondMs } from "#platform/clock.ts";
import { AwsStandIn } from "#test/support/aws-stand-in.ts";
import { ObjectStorage } from "#test/support/object-storage.ts";
import { refused } from "#test/support/operation.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const bus = { EventBusArn: "arn:aws:events:eu-central-1:123456789012:event-bus/default" };
const watched = { ConfigurationSetName: "watched", EventDestinationName: "told" };

async function newWorld(aws: AwsStandIn, SIGNET_AWS_EVENTS: string): Promise<World> {
  const world = await World.start("sqlite", {
    settings: {
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: "AKIAOPERATOR",
      AWS_SECRET_ACCESS_KEY: "of-the-operator",
      SIGNET_AWS_EVENTS,
    },
  });
  await verifiedDomain(world, "sender.test");
  await world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "watched" }));
  return world;
}

async function watch(world: World, target: object): Promise<void> {
  await world.ses.send(
    new CreateConfigurationSetEventDestinationCommand({
      ...watched,
      EventDestination: { Enabled: true, MatchingEventTypes: ["SEND"], ...target },
    }),
  );
  await world.leap(2 * secondMs);
}

async function send(world: World): Promise<void> {
  await world.ses.send(
    new SendEmailCommand({
      FromEmailAddress: "ann@sender.test",
      Destination: { ToAddresses: ["success@simulator.amazonses.com"] },
      Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello" } } } },
      ConfigurationSetName: "watched",
    }),
  );
  await world.settle();
}

test("what the operator lets out no more stays, and goes once it is let out again", async () => {
  await using aws = await AwsStandIn.start();
  await using world = await newWorld(aws, bus.EventBusArn);
  await watch(world, { EventBridgeDestination: bus });
  await world.restart({ SIGNET_AWS_EVENTS: "arn:aws:events:us-east-1:123456789012:event-bus/default" });
  await send(world);
  await world.pass(10 * minuteMs);
  assert.deepEqual(aws.calls, []);
  await world.restart();
  await world.pass(hourMs);
  assert.equal(aws.inputs("PutEvents").length, 1);
});

test("events of a topic that was the service's own do not go to AWS's of the same name once it is gone", async () => {
  await using aws = await AwsStandIn.start();
  await using world = await newWorld(aws, bus.EventBusArn);
  const topics = `${world.app.httpUrl}/signet/v1/topics`;
  const made = await fetch(topics, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "mail" }),
  });
  assert.equal(made.status, 200);
  await watch(world, { SnsDestination: { TopicArn: "arn:aws:sns:us-east-1:000000000000:mail" } });
  assert.equal((await fetch(`${topics}/mail`, { method: "DELETE" })).status, 200);
  await world.leap(2 * secondMs);
  await send(world);
  await world.pass(minuteMs);
  assert.deepEqual(aws.calls, []);
});

test("events that a service takes for a whole day no more are given up, and counted", async () => {
  await using aws = await AwsStandIn.start();
  await using world = await newWorld(aws, bus.EventBusArn);
  await watch(world, { EventBridgeDestination: bus });
  aws.failure = () => ({ status: 400, code: "AccessDeniedException", message: "Not yours" });
  await send(world);
  const given = async () => await (await fetch(`${world.app.httpUrl}/metrics`)).text();
  await world.pass(12 * hourMs);
  assert.match(await given(), /signet_work_total\{worker="publish-events",outcome="given-up"\} 0\n/);
  await world.pass(13 * hourMs);
  assert.match(await given(), /signet_work_total\{worker="publish-events",outcome="given-up"\} 1\n/);
  aws.failure = () => undefined;
  await world.pass(hourMs);
  assert.deepEqual(aws.calls, []);
});

test("a destination that is disabled is told nothing more, of what waits for it either", async () => {
  await using aws = await AwsStandIn.start();
  await using world = await newWorld(aws, bus.EventBusArn);
  await watch(world, { EventBridgeDestination: bus });
  aws.failure = () => ({ status: 400, code: "ThrottlingException", message: "Not now" });
  await send(world);
  await world.ses.send(
    new UpdateConfigurationSetEventDestinationCommand({
      ...watched,
      EventDestination: { Enabled: false, MatchingEventTypes: ["SEND"], EventBridgeDestination: bus },
    }),
  );
  aws.failure = () => undefined;
  await world.pass(hourMs);
  assert.deepEqual(aws.calls, []);
});

test("what stands for a region or an account among what is let out stands for nothing else", async () => {
  await using aws = await AwsStandIn.start();
  await using world = await newWorld(aws, "arn:aws:sns:*:123456789012:*");
  const TopicArn = "arn:aws:sns:eu-west-1:999999999999:of-another:123456789012:mail";
  await refused(
    watch(world, { SnsDestination: { TopicArn } }),
    "BadRequestException",
    400,
    `SNS topic <${TopicArn}> not found.`,
  );
  assert.deepEqual(aws.calls, []);
});

const lists = "arn:aws:s3:::lists/{account}/*";

function importOf(S3Url: string): CreateImportJobCommand {
  return new CreateImportJobCommand({
    ImportDestination: { SuppressionListDestination: { SuppressionListImportAction: "PUT" } },
    ImportDataSource: { S3Url, DataFormat: "CSV" },
  });
}

test("no way leads out of the folder that an account's objects are in", async () => {
  await using storage = await ObjectStorage.start();
  await using world = await World.start("sqlite", { settings: storage.settings(lists) });
  for (const S3Url of [
    "s3://lists/000000000000/../111111111111/people.csv",
    "s3://lists/000000000000/./people.csv",
    "s3://lists/000000000000/a/..",
    "s3://lists/000000000000/..\\111111111111\\people.csv",
  ]) {
    await refused(
      world.ses.send(importOf(S3Url)),
      "BadRequestException",
      400,
      `The operator lets no import job read <${S3Url}> (SIGNET_AWS_IMPORTS).`,
    );
  }
  await world.ses.send(importOf("s3://lists/000000000000/people..of.2026/a...csv"));
  await world.settle();
  assert.equal(storage.asked.length, 1);
});

test("an object that is let in no more when its job begins is not read", async () => {
  await using storage = await ObjectStorage.start();
  await using world = await World.start("sqlite", { settings: storage.settings(lists) });
  storage.instead = (response) => response.writeHead(503).end();
  const { JobId } = await world.ses.send(importOf("s3://lists/000000000000/people.csv"));
  await world.settle();
  assert.equal(storage.asked.length, 1);
  await world.restart({ SIGNET_AWS_IMPORTS: "arn:aws:s3:::others/*" });
  await world.pass(hourMs);
  const { JobStatus, FailureInfo } = await world.ses.send(new GetImportJobCommand({ JobId }));
  assert.equal(JobStatus, "FAILED");
  assert.equal(
    FailureInfo?.ErrorMessage,
    "The operator lets no import job read the object any more (SIGNET_AWS_IMPORTS).",
  );
  assert.equal(storage.asked.length, 1);
});
