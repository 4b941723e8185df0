import assert from "node:assert/strict";
import { test } from "node:test";
import { createTransport } from "nodemailer";
import { openLog } from "#platform/log.ts";
import { type InboundOptions, type ReceivedMail, startInbound } from "#servers/smtp/inbound/index.ts";
import { SmtpConversation } from "./support/smtp-conversation.ts";
import { SubmissionWorld } from "./support/submission.ts";

const returnPath = "m1@bounces.us-east-1.signet.localhost";

async function inbound(world: SubmissionWorld, options: Partial<InboundOptions> = {}) {
  const received: ReceivedMail[] = [];
  const listener = await startInbound({
    host: "127.0.0.1",
    port: 0,
    name: "feedback-smtp.us-east-1.signet.localhost",
    accepts: async (recipient) => recipient === returnPath,
    receive: async (mail) => void received.push(mail),
    certificate: world.certificate,
    clock: world.clock,
    log: openLog({ write: (line) => void world.logged.push(line) }),
    ...options,
  });
  return { ...listener, received, [Symbol.asyncDispose]: async () => await listener[Symbol.asyncDispose]() };
}

test("a report comes in from nobody, over STARTTLS", async () => {
  await using world = await SubmissionWorld.open();
  await using listener = await inbound(world);
  const tls = { ca: world.certificate.current.cert, servername: "localhost" };
  const client = createTransport({
    host: "127.0.0.1",
    port: listener.port,
    requireTLS: true,
    tls,
    name: "mx.example",
  });
  const raw = "Subject: failed\r\n\r\nnever arrived\r\n";
  await client.sendMail({ envelope: { from: "", to: [returnPath] }, raw });
  client.close();
  const [mail] = listener.received;
  assert.deepEqual([mail?.from, mail?.recipients], ["", [returnPath]]);
  assert.deepEqual(mail?.peer, { address: "127.0.0.1", helloName: "mx.example", secure: true });
  assert.equal(Buffer.from(mail?.content ?? []).toString(), raw);
});

test("nothing is relayed, nobody logs in, too much and too often is refused", async () => {
  await using world = await SubmissionWorld.open();
  await using listener = await inbound(world, { messagesPerMinute: 2, limits: { maxMessageOctets: 100 } });
  await using client = await SmtpConversation.open(listener.port);
  assert.equal(await client.reply(), "220 feedback-smtp.us-east-1.signet.localhost ESMTP Signet");
  assert.match(await client.say("EHLO mx"), /^(?!.*AUTH).*250-STARTTLS\|250 SIZE 100$/);
  assert.equal(await client.say("AUTH PLAIN AHgAeA=="), "500 command not recognized");
  await client.say("MAIL FROM:<>");
  for (const to of ["a@example.com", `"${returnPath}"@example.com`, `${returnPath}.example`, "postmaster"]) {
    assert.match(await client.say(`RCPT TO:<${to}>`), /^5(?:50 5\.1\.1 No such recipient here|01 )/);
  }
  assert.match(await client.say("DATA"), /^503 /);
  assert.match(await client.say(`RCPT TO:<${returnPath}>`), /^250 /);
  await client.say("DATA");
  assert.match(await client.say(`${"x".repeat(200)}\r\n.`), /^552 /);
  assert.match(await client.say("MAIL FROM:<a@example.com>"), /^250 /);
  await client.say("RSET");
  assert.equal(await client.say("MAIL FROM:<a@example.com>"), "451 Too many messages, try later");
  world.clock.advance(60_000);
  assert.match(await client.say("MAIL FROM:<a@example.com>"), /^250 /);
  assert.equal(listener.received.length, 0);
});

test("a report that cannot be kept is not taken", async () => {
  await using world = await SubmissionWorld.open();
  await using listener = await inbound(world, {
    receive: async () => await Promise.reject(new Error("disk")),
  });
  const client = createTransport({ host: "127.0.0.1", port: listener.port, ignoreTLS: true });
  const mail = { envelope: { from: "", to: [returnPath] }, raw: "x" };
  await assert.rejects(client.sendMail(mail), /451 Temporary service failure/);
  client.close();
  assert.equal(world.logged.length, 1);
});
