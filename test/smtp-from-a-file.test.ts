import assert from "node:assert/strict";
import { connect as connectPlain } from "node:net";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { connect as connectTls } from "node:tls";
import { deriveSmtpPassword } from "#features/access-keys/index.ts";
import { SmtpConversation } from "./support/smtp-conversation.ts";
import { messageId, SubmissionWorld } from "./support/submission.ts";

const base64 = (plain: string) => Buffer.from(plain).toString("base64");

/** What SES's guide has people put into a file, for `openssl s_client -crlf -quiet … < input.txt`. */
const conversation = (user: string, password: string) =>
  [
    "EHLO example.com",
    "AUTH LOGIN",
    base64(user),
    base64(password),
    "MAIL FROM: sender@example.com",
    "RCPT TO: recipient@example.com",
    "DATA",
    "From: Sender Name <sender@example.com>",
    "To: recipient@example.com",
    "Subject: Amazon SES SMTP Test",
    "",
    "This message was sent using the Amazon SES SMTP interface.",
    ".",
    "QUIT",
    "",
  ].join("\r\n");

test("a conversation that is sent from a file, before the greeting, is heard from its beginning", async () => {
  await using world = await SubmissionWorld.open();
  const { id, secret } = await world.keys.createAccessKey("111122223333", "");
  const file = conversation(id, deriveSmtpPassword(secret, "us-east-1"));
  for (const implicitTls of [true, false]) {
    const { host, port } = await world.listen({ implicitTls, allowsPlain: true });
    const ca = world.certificate.current.cert;
    const socket = implicitTls
      ? connectTls({ host, port, ca, servername: "localhost" })
      : connectPlain({ host, port });
    socket.write(file);
    const heard = await text(socket);
    assert.match(heard, /^220 /);
    assert.match(
      heard,
      new RegExp(`\r\n235 .*\r\n250 Ok\r\n250 Ok\r\n354 .*\r\n250 Ok ${messageId}\r\n221 `),
    );
    const kept = world.submitted.pop();
    assert.equal(kept?.envelopeFrom, "sender@example.com");
    assert.deepEqual(kept.recipients, ["recipient@example.com"]);
  }
});

test("an address without angle brackets is taken, with what stands behind it", async () => {
  await using world = await SubmissionWorld.open();
  const { port } = await world.listen({ mode: "open", allowsPlain: true });
  await using client = await SmtpConversation.open(port);
  await client.reply();
  await client.say("EHLO x");
  assert.match(await client.say("MAIL FROM:a@example.com SIZE=99999999 BODY=8BITMIME"), /^552 /);
  assert.equal(await client.say("mail from: a@example.com SIZE=9 BODY=8BITMIME"), "250 Ok");
  assert.equal(await client.say("RCPT TO:b@example.net"), "250 Ok");
  for (const nobody of ["", "b", "Name <b@example.net>", "b@example.net <c@example.net>", "b@example.net>"]) {
    assert.match(await client.say(`RCPT TO: ${nobody}`), /^501 /, nobody);
  }
});
