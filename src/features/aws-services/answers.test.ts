import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { test } from "node:test";
import type { Posted } from "#protocols/http/guarded-request.ts";
import { accessTo } from "#test/support/aws-access.ts";
import { ObjectStorage, refuse } from "#test/support/object-storage.ts";
import { AwsServices } from "./index.ts";
import { AwsObjects } from "./objects.ts";

const owner = { account: "000000000000", region: "us-east-1" };
const topic = "arn:aws:sns:us-east-1:000000000000:told";

/** What became of one event, told by way of each service. */
async function tellEach(services: AwsServices): Promise<Record<string, Posted>> {
  return {
    sns: await services.publish(topic, { message: "Hello" }),
    firehose: await services.putRecord("arn:aws:firehose:us-east-1:0:deliverystream/told", "Hello"),
    eventbridge: await services.putEvent("arn:aws:events:us-east-1:0:event-bus/default", {
      source: "signet.ses",
      detailType: "Email Sent",
      detail: "{}",
      resources: [],
      at: 0,
    }),
    cloudwatch: await services.putMetric("arn:aws:cloudwatch:us-east-1:0:metrics", {
      namespace: "Signet/SES",
      name: "Send",
      at: 0,
      dimensions: [],
    }),
  };
}

test("a page that answers in place of a service has taken no event", async () => {
  await using server = await ObjectStorage.start();
  await using services = new AwsServices(accessTo(server.url));
  server.instead = (response) =>
    response.writeHead(200, { "content-type": "text/html" }).end("<html><body>Please sign in</body></html>");
  for (const [service, posted] of Object.entries(await tellEach(services))) {
    assert.equal(posted.kind, "failed", service);
  }
  for (const nothing of [{ status: 200 }, { status: 204 }]) {
    server.instead = (response) => response.writeHead(nothing.status).end();
    const { cloudwatch, ...told } = await tellEach(services);
    for (const [service, posted] of Object.entries(told)) assert.equal(posted.kind, "failed", service);
    assert.equal(cloudwatch?.kind, "answered", "CloudWatch says nothing of what it takes");
  }
});

/** As fast as it is read. */
function sayWithoutEnd(response: ServerResponse, status: number): void {
  response.writeHead(status);
  const say = () => {
    while (response.write(" ".repeat(64 * 1024)));
  };
  response.on("drain", say).on("error", () => {});
  say();
}

test("an answer without end is read no further than any answer goes", async () => {
  await using server = await ObjectStorage.start();
  await using services = new AwsServices(accessTo(server.url));
  for (const status of [200, 500]) {
    server.instead = (response) => sayWithoutEnd(response, status);
    for (const [service, posted] of Object.entries(await tellEach(services))) {
      const { reason, body } = { reason: "", body: "", ...posted };
      assert.match(`${reason}${body}`, /^The answer is longer than 1048576 bytes\.$/, service);
    }
  }
  const objects = new AwsObjects(accessTo(server.url));
  const content = objects.read(owner, "s3://lists/bounced.csv", new AbortController().signal);
  await assert.rejects(content.next(), { name: "ObjectUnreadable", isLasting: false });
});

test("an event that a bus did not take has failed, though the call did not", async () => {
  await using server = await ObjectStorage.start();
  await using services = new AwsServices(accessTo(server.url));
  server.instead = (response) =>
    response.writeHead(200, { "content-type": "application/x-amz-json-1.1" }).end(
      JSON.stringify({
        FailedEntryCount: 1,
        Entries: [{ ErrorCode: "ThrottlingException", ErrorMessage: "Rate exceeded" }],
      }),
    );
  assert.deepEqual((await tellEach(services))["eventbridge"], {
    kind: "failed",
    reason: "ThrottlingException: Rate exceeded",
  });
});

test("what is noted of a failure is its first line: the request as it was signed is not in it", async () => {
  await using server = await ObjectStorage.start();
  await using services = new AwsServices(accessTo(server.url));
  const said = "The signature does not match.\n\nThe Canonical String: x-amz-security-token:of-the-session";
  server.instead = (response) =>
    response
      .writeHead(403, { "content-type": "text/xml" })
      .end(
        `<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>${said}</Message></Error></ErrorResponse>`,
      );
  assert.deepEqual(await services.publish(topic, { message: "Hello" }), {
    kind: "answered",
    status: 403,
    body: "SignatureDoesNotMatch: The signature does not match.",
  });
});

test("what says nothing of an object itself is asked for again: clocks, credentials, time that ran out", async () => {
  await using storage = await ObjectStorage.start();
  const objects = new AwsObjects(accessTo(storage.url));
  const isLastingAfter = async (answer: (response: ServerResponse) => void) => {
    storage.instead = answer;
    const content = objects.read(owner, "s3://lists/bounced.csv", new AbortController().signal);
    const error = await content.next().catch((reason: unknown) => reason);
    return (error as { readonly isLasting?: boolean }).isLasting;
  };
  const passing = [
    [403, "RequestTimeTooSkewed"],
    [403, "InvalidAccessKeyId"],
    [403, "SignatureDoesNotMatch"],
    [400, "ExpiredToken"],
    [400, "InvalidToken"],
    [400, "RequestTimeout"],
    [408, "TimedOut"],
    [429, "TooManyRequests"],
    [503, "SlowDown"],
  ] as const;
  for (const [status, code] of passing) {
    assert.equal(await isLastingAfter((response) => refuse(response, status, code)), false, code);
  }
  for (const [status, code] of [
    [403, "AccessDenied"],
    [404, "NoSuchKey"],
  ] as const) {
    assert.equal(await isLastingAfter((response) => refuse(response, status, code)), true, code);
  }
});
