import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { AwsStandIn } from "#test/support/aws-stand-in.ts";
import type { AwsAccess } from "./access.ts";
import { AwsServices } from "./index.ts";

const operator = { accessKeyId: "AKIAOPERATOR", secretAccessKey: "of-the-operator" };

function accessTo(url: string, credentials: AwsAccess["credentials"] = operator): AwsAccess {
  return {
    targets: [],
    sources: [],
    endpoints: { sns: url, firehose: url, eventbridge: url, cloudwatch: url, s3: url },
    credentials,
  };
}

async function publish(services: AwsServices, region = "us-east-1"): Promise<string> {
  const posted = await services.publish(`arn:aws:sns:${region}:000000000000:told`, { message: "Hello" });
  return posted.kind === "answered" ? `${posted.status} ${posted.body}` : posted.reason;
}

test("events of ever new regions do not cut off the answers that others wait for", async () => {
  await using aws = await AwsStandIn.start();
  await using services = new AwsServices(accessTo(aws.url));
  const held = Promise.withResolvers<void>();
  aws.hold = ({ region }) => (region === "us-east-1" ? held.promise : undefined);
  const waiting = publish(services);
  for (let region = 1; region <= 65; region++) {
    assert.equal(await publish(services, `made-up-${region}`), "200 MessageId m-1");
  }
  held.resolve();
  assert.equal(await waiting, "200 MessageId m-1");
});

test("a region that refuses the credentials leaves the connections to the others open", async () => {
  await using aws = await AwsStandIn.start();
  await using services = new AwsServices(accessTo(aws.url));
  aws.failure = ({ region }) =>
    region === "af-south-1" ? { status: 403, code: "InvalidClientTokenId", message: "Not here" } : undefined;
  for (let turn = 0; turn < 3; turn++) {
    assert.equal(await publish(services), "200 MessageId m-1");
    assert.match(await publish(services, "af-south-1"), /^403 InvalidClientTokenId/);
  }
  assert.equal(new Set(aws.calls.map(({ port }) => port)).size, 1);
});

test("credentials that come after the start, or are put in place of those that ran out, are found", async () => {
  const folder = await mkdtemp(join(tmpdir(), "signet-aws-"));
  const file = join(folder, "credentials");
  process.env["AWS_EC2_METADATA_DISABLED"] = "true";
  process.env["AWS_CONFIG_FILE"] = join(folder, "config");
  process.env["AWS_SHARED_CREDENTIALS_FILE"] = file;
  const put = async (id: string) =>
    await writeFile(file, `[default]\naws_access_key_id=${id}\naws_secret_access_key=secret\n`);
  await using aws = await AwsStandIn.start();
  const { credentials: _, ...access } = accessTo(aws.url);
  await using services = new AwsServices({ ...access, credentials: undefined });
  assert.match(await publish(services), /^CredentialsProviderError: /);
  await put("AKIAFIRST");
  assert.equal(await publish(services), "200 MessageId m-1");
  aws.failure = ({ accessKeyId }) =>
    accessKeyId === "AKIAFIRST"
      ? { status: 403, code: "ExpiredToken", message: "The token has expired" }
      : undefined;
  await put("AKIASECOND");
  assert.match(await publish(services), /^403 ExpiredToken/);
  assert.equal(await publish(services), "200 MessageId m-1");
  assert.deepEqual(
    aws.calls.map(({ accessKeyId }) => accessKeyId),
    ["AKIAFIRST", "AKIASECOND"],
  );
  await rm(folder, { recursive: true });
});
