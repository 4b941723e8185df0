import assert from "node:assert/strict";
import { test } from "node:test";
import { createTransport } from "nodemailer";
import { inboundListener, returnPath } from "./support/inbound-listener.ts";
import { SmtpConversation } from "./support/smtp-conversation.ts";
import { SubmissionWorld } from "./support/submission.ts";

test("a report comes in from nobody, over STARTTLS", async () => {
  await using world = await SubmissionWorld.open();
  await using listener = await inboundListener(world);
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
  await using listener = await inboundListener(world, {
    messagesPerMinute: 2,
    limits: { maxMessageOctets: 100 },
  });
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
  await using listener = await inboundListener(world, {
    receive: async () => await Promise.reject(new Error("disk")),
  });
  const client = createTransport({ host: "127.0.0.1", port: listener.port, ignoreTLS: true });
  const mail = { envelope: { from: "", to: [returnPath] }, raw: "x" };
  await assert.rejects(client.sendMail(mail), /451 Temporary service failure/);
  client.close();
  assert.equal(world.logged.length, 1);
});

test("a report with all of a large message in it comes in too, of which the beginning is kept", async () => {
  await using world = await SubmissionWorld.open();
  await using listener = await inboundListener(world);
  const client = createTransport({ host: "127.0.0.1", port: listener.port, ignoreTLS: true });
  const raw = `Subject: failed\r\n\r\n${`${"x".repeat(75)}\r\n`.repeat(550_000)}`;
  await client.sendMail({ envelope: { from: "", to: [returnPath] }, raw });
  client.close();
  const [mail] = listener.received;
  assert.ok(raw.length > 40 * 1024 * 1024);
  assert.equal(Buffer.from(mail?.content ?? []).toString(), raw.slice(0, 2 * 1024 * 1024));
});

test("while the store is away strangers do not fill the log", async () => {
  await using world = await SubmissionWorld.open();
  const accepts = async () => await Promise.reject<boolean>(new Error("no store"));
  await using listener = await inboundListener(world, { accepts });
  await using client = await SmtpConversation.open(listener.port);
  await client.reply();
  await client.say("EHLO mx");
  await client.say("MAIL FROM:<>");
  for (let asked = 0; asked < 15; asked++) {
    assert.equal(await client.say(`RCPT TO:<${returnPath}>`), "451 Temporary service failure");
  }
  assert.equal(world.logged.length, 10);
});
