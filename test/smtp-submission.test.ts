import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createTransport } from "nodemailer";
import { deriveSmtpPassword, everything } from "#features/access-keys/index.ts";
import { CallerError } from "#platform/errors.ts";
import { engines } from "./support/engines.ts";
import { SmtpConversation } from "./support/smtp-conversation.ts";
import { messageId, SubmissionWorld } from "./support/submission.ts";

const account = "111122223333";
const mail = {
  from: "a@example.com",
  to: ["b@example.net", "c@example.net"],
  subject: "Hi",
  text: "one\n.two\n",
};

function clientOf(port: number, ca: string, more: object) {
  return createTransport({ host: "127.0.0.1", port, tls: { ca, servername: "localhost" }, ...more });
}

for (const engine of engines) {
  describe(`SMTP submission on ${engine}`, () => {
    test("nodemailer submits by STARTTLS and in TLS, with PLAIN and LOGIN", async () => {
      await using world = await SubmissionWorld.open(engine);
      const { id, secret } = await world.keys.createAccessKey(account, "");
      const pass = deriveSmtpPassword(secret, "us-east-1");
      const { cert } = world.certificate.current;
      for (const implicitTls of [false, true]) {
        const { port } = await world.listen({ implicitTls });
        for (const authMethod of ["PLAIN", "LOGIN"]) {
          const auth = { user: id, pass };
          const client = clientOf(port, cert, { secure: implicitTls, requireTLS: true, auth, authMethod });
          const sent = await client.sendMail(mail);
          client.close();
          assert.equal(sent.response, `250 Ok ${messageId}`);
          const kept = world.submitted.pop();
          assert.deepEqual(kept?.owner, { account, region: "us-east-1" });
          assert.deepEqual(
            [kept?.accessKeyId, kept?.envelopeFrom, kept?.recipients, kept?.secure, kept?.sourceIp],
            [id, "a@example.com", mail.to, true, "127.0.0.1"],
          );
          assert.match(Buffer.from(kept?.content ?? []).toString(), /\r\n\r\none\r\n\.two\r\n/);
        }
      }
    });

    test("a password is one region's, and says by itself which", async () => {
      await using world = await SubmissionWorld.open(engine);
      const { id, secret } = await world.keys.createAccessKey(account, "");
      const check = async (region: string) =>
        await world.keys.verifySmtpPassword(id, deriveSmtpPassword(secret, region), "us-east-1");
      const verified = { outcome: "verified", account, scope: everything };
      assert.deepEqual(await check("us-east-1"), { ...verified, region: "us-east-1" });
      assert.deepEqual(await check("eu-west-1"), { outcome: "wrong" });
      const count = { account, region: "eu-west-1", kind: "identity", n: 1 } as const;
      await world.database.write([
        { query: world.database.build.insertInto("resource_counts").values(count).compile() },
      ]);
      assert.deepEqual(await check("eu-west-1"), { ...verified, region: "eu-west-1" });
      await world.keys.revoke("access-key", account, id);
      assert.deepEqual(await check("us-east-1"), { outcome: "wrong" });
      assert.deepEqual(await world.keys.verifySmtpPassword("AKIA", "x", "us-east-1"), {
        outcome: "unknown-key",
      });
    });
  });
}

test("a wrong password is refused, and guessing has to wait longer and longer", async () => {
  await using world = await SubmissionWorld.open();
  const { id, secret } = await world.keys.createAccessKey(account, "");
  const { port } = await world.listen();
  const attempt = async (pass: string) => {
    const client = clientOf(port, world.certificate.current.cert, {
      requireTLS: true,
      auth: { user: id, pass },
    });
    try {
      await client.sendMail(mail);
      return "accepted";
    } catch (error) {
      return (error as { response?: string }).response;
    } finally {
      client.close();
    }
  };
  for (let tries = 0; tries < 5; tries++) {
    assert.equal(await attempt("wrong"), "535 Authentication Credentials Invalid");
  }
  const right = deriveSmtpPassword(secret, "us-east-1");
  const tooMany =
    "454 Temporary authentication failure: too many wrong passwords came from your address. Try again in 1 s";
  assert.equal(await attempt(right), tooMany);
  world.clock.advance(1_000);
  assert.equal(await attempt("wrong"), "535 Authentication Credentials Invalid");
  world.clock.advance(1_999);
  assert.equal(await attempt(right), tooMany);
  world.clock.advance(1);
  assert.equal(await attempt(right), "accepted");
});

test("who gives the secret access key as the password is told which password it is to be", async () => {
  await using world = await SubmissionWorld.open();
  const { id, secret } = await world.keys.createAccessKey(account, "");
  const { port } = await world.listen();
  const client = clientOf(port, world.certificate.current.cert, {
    requireTLS: true,
    auth: { user: id, pass: secret },
  });
  await assert.rejects(
    client.sendMail(mail),
    /535 Authentication Credentials Invalid: .*signet smtp-password/,
  );
  client.close();
});

test("where it is open, who proves nothing is the local account; a known key is checked", async () => {
  await using world = await SubmissionWorld.open();
  const { id } = await world.keys.createAccessKey(account, "");
  const { port } = await world.listen({ mode: "open", allowsPlain: true });
  const local = { account: "000000000000", region: "us-east-1" };
  for (const auth of [undefined, { user: "AKIASTRANGER", pass: "x" }]) {
    const client = createTransport({ host: "127.0.0.1", port, ignoreTLS: true, ...(auth && { auth }) });
    await client.sendMail(mail);
    client.close();
    const kept = world.submitted.pop();
    assert.deepEqual([kept?.owner, kept?.accessKeyId, kept?.secure], [local, undefined, false]);
  }
  const client = createTransport({ host: "127.0.0.1", port, ignoreTLS: true, auth: { user: id, pass: "x" } });
  await assert.rejects(client.sendMail(mail), /535 Authentication Credentials Invalid/);
  client.close();
});

test("each problem has its reply, and what is our fault says nothing of itself", async () => {
  await using world = await SubmissionWorld.open();
  const { port } = await world.listen({ mode: "open", allowsPlain: true });
  const cases: [error: Error, reply: string][] = [
    [
      new CallerError("message-rejected", "Email address is not verified."),
      "554 Message rejected: Email address is not verified.",
    ],
    [
      new CallerError("too-many-requests", "Maximum sending rate exceeded."),
      "454 Throttling failure: Maximum sending rate exceeded.",
    ],
    [new CallerError("too-large", "x"), "552 Message is too long."],
    [new CallerError("bad-request", "a\r\n250 b é"), "554 Transaction failed: a 250 b"],
    [new CallerError("unavailable", "x"), "451 Temporary service failure"],
    [new Error("secret"), "451 Temporary service failure"],
  ];
  for (const [error, reply] of cases) {
    world.outcome = async () => await Promise.reject(error);
    const client = createTransport({ host: "127.0.0.1", port, ignoreTLS: true });
    await assert.rejects(client.sendMail(mail), ({ response }: { response: string }) => {
      assert.equal(response.trimEnd(), reply);
      return true;
    });
    client.close();
  }
  assert.equal(world.logged.length, 1);
});

test("a session whose key was revoked submits nothing more", async () => {
  await using world = await SubmissionWorld.open();
  const { id, secret } = await world.keys.createAccessKey(account, "");
  const { port } = await world.listen({ allowsPlain: true });
  await using client = await SmtpConversation.open(port);
  await client.reply();
  await client.say("EHLO me");
  const pass = deriveSmtpPassword(secret, "us-east-1");
  assert.equal(
    await client.say(`AUTH PLAIN ${Buffer.from(`\0${id}\0${pass}`).toString("base64")}`),
    "235 Authentication successful.",
  );
  const submit = async () => {
    await client.say("MAIL FROM:<a@example.com>");
    await client.say("RCPT TO:<b@example.com>");
    await client.say("DATA");
    return await client.say("x\r\n.");
  };
  assert.equal(await submit(), `250 Ok ${messageId}`);
  await world.keys.revoke("access-key", account, id);
  assert.equal(await submit(), "535 Authentication Credentials Invalid");
});
