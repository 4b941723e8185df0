// Keys that may only send, perhaps only from some identities.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { SendRawEmailCommand } from "@aws-sdk/client-ses";
import { type SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { createTransport } from "nodemailer";
import { deriveSmtpPassword } from "#features/access-keys/index.ts";
import { implementedOperations } from "#servers/api/operations/implemented.ts";
import { apiModel } from "#servers/api/wire/api-model.ts";
import { olderOperations } from "#servers/api/wire/index.ts";
import { engines } from "#test/support/engines.ts";
import { olderClient } from "#test/support/older-client.ts";
import { refused } from "#test/support/operation.ts";
import { ownRoutes } from "#test/support/route-attempts.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

interface MadeKey {
  readonly id: string;
  readonly secret: string;
}

const letter = {
  Destination: { ToAddresses: ["bob@far.example"] },
  Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello" } } } },
};

/** What is answered without credentials is answered with these, too. */
const forAnyone = new Set([
  "GET /signet/v1/session",
  "POST /signet/v1/session",
  "POST /signet/v1/session/oidc",
  "PUT /signet/v1/session/oidc",
  "GET /signet/v1/template-preview/frame",
]);
const mayBeCalled = /^Send(?:Bulk|Raw|Templated|BulkTemplated)?Email$/;

function everyCall(): { readonly action: string; readonly method: string; readonly path: string }[] {
  const implemented = new Set<string>(implementedOperations());
  const operations = apiModel.operations
    .filter(({ name }) => implemented.has(name) && !mayBeCalled.test(name))
    .map(({ name, method, path }) => ({
      action: name,
      method,
      path: path.map((segment) => ("literal" in segment ? `/${segment.literal}` : "/any.example")).join(""),
    }));
  const routes = ownRoutes()
    .filter((route) => !forAnyone.has(route))
    .map((route) => {
      const [method = "", path = ""] = route.split(" ");
      return { action: route, method, path: path.replaceAll(/:\w+/g, "any") };
    });
  const older = [...olderOperations.keys()]
    .filter((name) => !mayBeCalled.test(name))
    .map((name) => ({ action: name, method: "POST", path: `/?Action=${name}` }));
  return [...operations, ...routes, ...older];
}

test("a key that may only send does nothing else, whatever is called", async () => {
  await using world = await World.start("sqlite");
  await verifiedDomain(world, "shop.test");
  const { secret } = await world.plain<MadeKey>("POST", "/signet/v1/keys", { kind: "api-key", may: "send" });
  const headers = { authorization: `Bearer ${secret}`, "content-type": "application/json" };
  const calls = everyCall();
  assert.ok(calls.length > 150);
  for (const { action, method, path } of calls) {
    const body = /^(?:POST|PUT|PATCH)$/.test(method) && !path.startsWith("/?") ? "{}" : null;
    const answer = await fetch(`${world.app.httpUrl}${path}`, { method, headers, body });
    const refusal = await answer.text();
    assert.equal(answer.status, 403, `${action}: ${refusal}`);
    assert.match(refusal, /(?:ACCESS_DENIED|AccessDenied).* This key may only send\./, action);
  }
  const body = JSON.stringify({ ...letter, FromEmailAddress: "ann@shop.test" });
  const sent = await fetch(`${world.app.httpUrl}/v2/email/outbound-emails`, {
    method: "POST",
    headers,
    body,
  });
  assert.equal(sent.status, 200);
});

for (const engine of engines) {
  describe(`a key for some identities on ${engine}`, () => {
    test("sends from them, and as nobody else, by either API and over SMTP", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "shop.test");
      await verifiedDomain(world, "bank.test");
      const key = await world.plain<MadeKey & { from: string[] }>("POST", "/signet/v1/keys", {
        kind: "access-key",
        may: "send",
        from: ["Shop.TEST", "help@bank.test"],
      });
      assert.deepEqual(key.from, ["shop.test", "help@bank.test"]);
      const client = world.client({ credentials: { accessKeyId: key.id, secretAccessKey: key.secret } });
      for (const from of ["ann@shop.test", "Ann <ann@mail.shop.test>", "help+1@bank.test"]) {
        assert.match((await send(client, from)).MessageId ?? "", /^0100/);
      }
      const denied = `User \`arn:aws:iam::000000000000:user/${key.id}' is not authorized to perform`;
      const only = "Its key sends from shop.test, help@bank.test.";
      await refused(
        send(client, "ann@bank.test"),
        "AccessDeniedException",
        403,
        `${denied} \`ses:SendEmail' as ann@bank.test. ${only}`,
      );
      await refused(
        send(client, "ann@shop.test", "ann@bank.test"),
        "AccessDeniedException",
        403,
        `${denied} \`ses:SendEmail' as ann@bank.test. ${only}`,
      );

      const older = olderClient(world, {
        credentials: { accessKeyId: key.id, secretAccessKey: key.secret },
      });
      const raw = (from: string) =>
        new SendRawEmailCommand({
          RawMessage: { Data: Buffer.from(`From: ${from}\r\nTo: bob@far.example\r\n\r\nHello\r\n`) },
        });
      assert.match((await older.send(raw("ann@shop.test"))).MessageId ?? "", /^0100/);
      await assert.rejects(older.send(raw("ann@bank.test")), {
        name: "AccessDenied",
        message: `${denied} \`ses:SendRawEmail' as ann@bank.test. ${only}`,
      });

      assert.ok(world.app.smtp);
      const transport = createTransport({
        ...world.app.smtp,
        ignoreTLS: true,
        auth: { user: key.id, pass: deriveSmtpPassword(key.secret, "us-east-1") },
      });
      const mail = { to: "bob@far.example", subject: "Hello", text: "Hello" };
      assert.match((await transport.sendMail({ ...mail, from: "ann@shop.test" })).response, /^250 Ok 0100/);
      await assert.rejects(transport.sendMail({ ...mail, from: "ann@bank.test" }), {
        response: `554 Access denied: ${denied} \`ses:SendRawEmail' as ann@bank.test. ${only}`,
      });
      const envelope = { from: "ann@bank.test", to: "bob@far.example" };
      await assert.rejects(transport.sendMail({ ...mail, from: "ann@shop.test", envelope }), {
        response: `554 Access denied: ${denied} \`ses:SendRawEmail' as ann@bank.test. ${only}`,
      });
      transport.close();
    });
  });
}

test("nobody else is read in a From field that programs take apart in several ways", async () => {
  await using world = await World.start("sqlite");
  await verifiedDomain(world, "shop.test");
  const made = { kind: "api-key", may: "send", from: ["ann@shop.test"] };
  const { secret } = await world.plain<MadeKey>("POST", "/signet/v1/keys", made);
  const send = async (from: string) => {
    const text = `From: ${from}\r\nTo: bob@far.example\r\nSubject: Hello\r\n\r\nHello\r\n`;
    const Content = { Raw: { Data: Buffer.from(text).toString("base64") } };
    const headers = { authorization: `Bearer ${secret}` };
    const answer = await world.call("POST", "/v2/email/outbound-emails", { Content }, headers);
    if (answer.status !== 200) return answer.error?.message;
    await world.settle();
    const [newest] = await world
      .plain<{ messages: { id: string }[] }>("GET", "/signet/v1/inbox")
      .then((it) => it.messages);
    const { source } = await world.plain<{ source: string }>("GET", `/signet/v1/inbox/${newest?.id}`);
    return /^From:(.*(?:\r\n[ \t].*)*)/m.exec(source)?.[1];
  };
  const cases = [
    ["boss@shop.test: ann@shop.test;", " ann@shop.test"],
    ["boss@shop.test:;, ann@shop.test", " ann@shop.test"],
    ["<@shop.test,@boss@shop.test:ann@shop.test>", " ann@shop.test"],
    ["boss@shop.test <ann@shop.test>", ' "boss@shop.test" <ann@shop.test>'],
    ["Ann (boss@shop.test)\r\n <ann@shop.test>", " Ann (boss@shop.test)\r\n <ann@shop.test>"],
    ['"boss@shop.test"  <ann@shop.test>', ' "boss@shop.test"  <ann@shop.test>'],
    ["boss@shop.test\u0001 <ann@shop.test>", " =?UTF-8?B?Ym9zc0BzaG9wLnRlc3QB?= <ann@shop.test>"],
    ["boss@shop.test =?utf-8?q?=0D=0A?= <ann@shop.test>", "The From field has a line end or NUL in it."],
    [
      "boss@shop.test\0 <ann@shop.test>",
      "The message has a NUL octet, which no mail may have. Encode that part in base64.",
    ],
  ] as const;
  for (const [from, read] of cases) assert.equal(await send(from), read, from);
});

test("what a key repeats that only sends is its own calls, and its Idempotency-Keys stand in no other's way", async () => {
  await using world = await World.start("sqlite");
  await verifiedDomain(world, "shop.test");
  await verifiedDomain(world, "bank.test");
  const made = { kind: "api-key", may: "send", from: ["shop.test"] };
  const { secret } = await world.plain<MadeKey>("POST", "/signet/v1/keys", made);
  const call = async (FromEmailAddress: string, key: string, headers: Record<string, string> = {}) =>
    await world.call(
      "POST",
      "/v2/email/outbound-emails",
      { ...letter, FromEmailAddress },
      { "idempotency-key": key, ...headers },
    );
  const limited = { authorization: `Bearer ${secret}` };
  assert.equal((await call("ann@bank.test", "of-the-account")).status, 200);
  assert.equal((await call("ann@bank.test", "of-the-account", limited)).error?.code, "ACCESS_DENIED");
  const first = await call("ann@shop.test", "of-the-key", limited);
  assert.equal(first.status, 200);
  assert.deepEqual(await call("ann@shop.test", "of-the-key", limited), first);
  assert.equal((await call("ann@bank.test", "of-the-key")).status, 200);
});

async function send(client: SESv2Client, FromEmailAddress: string, feedbackTo?: string) {
  return await client.send(
    new SendEmailCommand({ ...letter, FromEmailAddress, FeedbackForwardingEmailAddress: feedbackTo }),
  );
}

test("a key is made for what it is to do, and says so", async () => {
  await using world = await World.start("sqlite");
  const make = async (body: object) =>
    await world.call("POST", "/signet/v1/keys", { kind: "access-key", ...body });
  const wrong = [
    [{ may: "read" }, "may must be one of everything, send."],
    [{ from: ["shop.test"] }, 'from is for keys that may "send".'],
    [{ may: "send", from: [] }, "from must name 1 to 100 identities."],
    [{ may: "send", from: ["shop"] }, "from: shop is neither a domain nor an address: Domain has no dot."],
  ] as const;
  for (const [body, message] of wrong) {
    const { error } = await make(body);
    assert.deepEqual([error?.code, error?.message], ["VALIDATION_ERROR", message]);
  }
  await make({ may: "send", description: "the shop" });
  await world.plain("POST", "/signet/v1/smtp-credentials", { description: "the printer" });
  const { keys } = await world.plain<{ keys: Record<string, unknown>[] }>("GET", "/signet/v1/keys");
  assert.deepEqual(
    new Map(keys.map(({ description, may, from }) => [description, [may, from]])),
    new Map([
      ["local", ["everything", null]],
      ["the shop", ["send", null]],
      ["the printer", ["send", null]],
    ]),
  );
});
