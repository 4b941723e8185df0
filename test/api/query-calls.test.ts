// What comes to `/` from clients that are not SESv2's: the AWS SDKs' clients for SNS, and for the older API of SES.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ConfirmSubscriptionCommand, ListTopicsCommand, SNSClient } from "@aws-sdk/client-sns";
import { SignatureV4 } from "@smithy/signature-v4";
import { engines } from "#test/support/engines.ts";
import { Sha256 } from "#test/support/signing-oracle.ts";
import { WebhookReceiver } from "#test/support/webhook-receiver.ts";
import { World } from "#test/support/world.ts";

function snsOf({ app }: World): SNSClient {
  return new SNSClient({
    endpoint: app.httpUrl,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
}

for (const engine of engines) {
  describe(`calls of the Query protocol, on ${engine}`, () => {
    test("a subscription is confirmed by SNS's own call, as programs with an AWS SDK do", async () => {
      await using world = await World.start(engine);
      await using receiver = await WebhookReceiver.start();
      const { arn: TopicArn } = await world.plain<{ arn: string }>("POST", "/signet/v1/topics", {
        name: "mail",
      });
      const path = "/signet/v1/topics/mail/subscriptions";
      const { id } = await world.plain<{ id: string }>("POST", path, { endpoint: receiver.url });
      const { Token } = JSON.parse(receiver.posted[0]?.body ?? "") as { Token: string };
      const sns = snsOf(world);
      const confirm = async (token: string) =>
        await sns.send(
          new ConfirmSubscriptionCommand({ TopicArn, Token: token, AuthenticateOnUnsubscribe: "true" }),
        );
      await assert.rejects(confirm("no-such-token"), { name: "InvalidParameterException", message: /Token/ });
      const { SubscriptionArn } = await confirm(Token);
      assert.equal(SubscriptionArn, `${TopicArn}:${id}`);
      const { subscriptions } = await world.plain<{ subscriptions: { state: string }[] }>("GET", path);
      assert.deepEqual(
        subscriptions.map(({ state }) => state),
        ["confirmed"],
      );
    });
  });
}

describe("calls that nobody here answers", () => {
  test("a client of another service is told in its own form what is here", async () => {
    await using world = await World.start("sqlite");
    const error = await snsOf(world)
      .send(new ListTopicsCommand({}))
      .catch((fault: unknown) => fault);
    assert.ok(error instanceof Error);
    assert.equal(error.name, "InvalidAction");
    assert.match(error.message, /^There is no ListTopics here: .* \/signet\/v1\/topics/);
  });

  test("a client of the older API of SES is told which client to use", async () => {
    await using world = await World.start("sqlite");
    // Clients from before SDKs had it leave the version out, or put the call into the query.
    const call = "Action=CreateReceiptRule&Rule.Name=a";
    for (const [query, body] of [
      ["", `${call}&Version=2010-12-01`],
      ["", call],
      [`?${call}`, ""],
    ] as const) {
      const answer = await fetch(`${world.app.httpUrl}/${query}`, { method: "POST", body });
      assert.deepEqual([answer.status, answer.headers.get("content-type")], [400, "text/xml"]);
      const text = await answer.text();
      assert.match(
        text,
        /^<ErrorResponse xmlns="http:\/\/ses\.amazonaws\.com\/doc\/2010-12-01\/"><Error><Type>Sender<\/Type><Code>InvalidAction<\/Code><Message>/,
      );
      assert.match(text, /CreateReceiptRule is of the older SES API, .* event destination/);
    }
  });

  test("a GET is carried out where the older API's own signature is in its query, and refused without one", async () => {
    await using world = await World.start("sqlite");
    await world.plain("POST", "/v2/email/identities", { EmailIdentity: "ann@example.test" });
    const { hostname, port, host } = new URL(world.app.httpUrl);
    const presigned = async ({ id = "", secret = "" }) => {
      const signer = new SignatureV4({
        service: "ses",
        region: "us-east-1",
        sha256: Sha256,
        credentials: { accessKeyId: id, secretAccessKey: secret },
      });
      const { query = {} } = await signer.presign(
        {
          protocol: "http:",
          hostname,
          port: Number(port),
          method: "GET",
          path: "/",
          headers: { host },
          query: { Action: "ListIdentities", Version: "2010-12-01" },
        },
        { signingDate: new Date(world.clock.now()) },
      );
      return new URLSearchParams(query as Record<string, string>).toString();
    };
    const get = async (query: string, headers = {}) => {
      const answer = await fetch(`${world.app.httpUrl}/?${query}`, { headers });
      return [answer.status, await answer.text()] as const;
    };
    const own = await presigned(world.app.localKey ?? {});
    const [status, text] = await get(own);
    assert.equal(status, 200, text);
    assert.match(text, /<ListIdentitiesResult><Identities><member>ann@example.test<\/member>/);
    // Nobody's, which an image in a page could be made to ask for.
    for (const query of ["Action=ListIdentities", await presigned({ id: "AKIAUNKNOWN", secret: "x" })]) {
      const [refused, why] = await get(query, { accept: "text/html" });
      assert.equal(refused, 403, why);
      assert.match(why, /<Code>MissingAuthenticationToken<\/Code><Message>A GET has to be signed/);
    }
  });

  test("what is no such call finds nothing there, as before", async () => {
    await using world = await World.start("sqlite");
    for (const body of ["", "{}", "Action=%3Cb%3E", "Version=1"]) {
      const answer = await fetch(`${world.app.httpUrl}/`, { method: "POST", body });
      assert.equal(answer.status, 404, body);
      assert.match(await answer.text(), /"NOT_FOUND"/);
    }
  });
});
