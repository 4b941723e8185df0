import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { test } from "node:test";
import { accessTo } from "#test/support/aws-access.ts";
import { ObjectStorage } from "#test/support/object-storage.ts";
import { AwsServices } from "./index.ts";
import { AwsObjects, ObjectUnreadable } from "./objects.ts";

const silenceMs = 200;
const longestMs = 500;
const owner = { account: "000000000000", region: "us-east-1" };

function beginAnswer(response: ServerResponse): void {
  response.writeHead(200, { "content-length": 1_000 });
  response.write("the first half");
}

test("a storage that falls silent in the middle of an object is given up, for now", async () => {
  await using storage = await ObjectStorage.start();
  storage.instead = beginAnswer;
  const objects = new AwsObjects(accessTo(storage.url), { silenceMs });
  const content = objects.read(owner, "s3://lists/bounced.csv", new AbortController().signal);
  const first = await content.next();
  assert.equal(Buffer.from(first.value ?? []).toString(), "the first half");
  await assert.rejects(content.next(), (error: unknown) => {
    assert.ok(error instanceof ObjectUnreadable);
    assert.match(error.message, /timed out after 200 ms of inactivity/);
    assert.equal(error.isLasting, false);
    return true;
  });
});

test("a service that falls silent in the middle of its answer has failed", async () => {
  await using server = await ObjectStorage.start();
  server.instead = beginAnswer;
  await using services = new AwsServices(accessTo(server.url), { silenceMs });
  const posted = await services.publish("arn:aws:sns:us-east-1:000000000000:told", { message: "Hello" });
  assert.equal(posted.kind, "failed");
  assert.match("reason" in posted ? posted.reason : "", /timed out after 200 ms of inactivity/);
});

/** Never silent, and never done. */
function drip(response: ServerResponse, status: number): void {
  response.writeHead(status, { "content-length": 1_000 });
  const dripping = setInterval(() => response.write(" "), silenceMs / 4);
  response.on("close", () => clearInterval(dripping));
}

test("a service that answers a letter at a time has failed", async () => {
  await using server = await ObjectStorage.start();
  server.instead = (response) => drip(response, 200);
  await using services = new AwsServices(accessTo(server.url), { silenceMs, longestMs });
  const asked = [
    services.publish("arn:aws:sns:us-east-1:000000000000:told", { message: "Hello" }),
    services.putRecord("arn:aws:firehose:us-east-1:000000000000:deliverystream/told", "Hello"),
    services.putEvent("arn:aws:events:us-east-1:000000000000:event-bus/default", {
      source: "signet.ses",
      detailType: "Email Sent",
      detail: "{}",
      resources: [],
      at: 0,
    }),
    services.putMetric("arn:aws:cloudwatch:us-east-1:000000000000:metrics", {
      namespace: "Signet/SES",
      name: "Send",
      at: 0,
      dimensions: [],
    }),
  ];
  const failed = { kind: "failed", reason: "There was no whole answer within 0.5 s." };
  assert.deepEqual(await Promise.all(asked), [failed, failed, failed, failed]);
});

test("a storage that says a letter at a time why it has no object is given up, for now", async () => {
  await using storage = await ObjectStorage.start();
  storage.instead = (response) => drip(response, 404);
  const objects = new AwsObjects(accessTo(storage.url), { silenceMs, longestMs });
  const content = objects.read(owner, "s3://lists/bounced.csv", new AbortController().signal);
  await assert.rejects(content.next(), { name: "ObjectUnreadable", isLasting: false });
});
