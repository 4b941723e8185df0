import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { connect as connectTls } from "node:tls";
import { SmtpConversation } from "./support/smtp-conversation.ts";
import { messageId, SubmissionWorld } from "./support/submission.ts";

const open = { mode: "open", allowsPlain: true } as const;

async function begin(port: number, to = "RCPT TO:<b@example.net>") {
  const client = await SmtpConversation.open(port);
  await client.reply();
  await client.say("EHLO me.example");
  await client.say("MAIL FROM:<a@example.com>");
  await client.say(to);
  return client;
}

/** From now on messages are neither taken nor refused until `tell` is called; `taken` resolves with the first of them. */
function thinkingOver(world: SubmissionWorld) {
  const { promise: taken, resolve: take } = Promise.withResolvers<void>();
  const { promise: told, resolve: tell } = Promise.withResolvers<void>();
  world.outcome = async () => {
    take();
    await told;
    return { messageId };
  };
  return { taken, tell };
}

test("it says what SES says", async () => {
  await using world = await SubmissionWorld.open();
  const { port } = await world.listen();
  const name = "email-smtp.us-east-1.signet.localhost";
  await using client = await SmtpConversation.open(port);
  assert.equal(await client.reply(), `220 ${name} ESMTP Signet`);
  assert.equal(await client.say("EHLO me"), `250-${name}|250-8BITMIME|250-SIZE 41943040|250-STARTTLS|250 Ok`);
  assert.equal(await client.say("AUTH LOGIN"), "530 Must issue a STARTTLS command first");
  assert.equal(await client.say("MAIL FROM:<a@example.com>"), "530 Must issue a STARTTLS command first");
  const plain = await world.listen({ allowsPlain: true });
  await using other = await SmtpConversation.open(plain.port);
  await other.reply();
  assert.match(await other.say("EHLO me"), /250-STARTTLS\|250-AUTH PLAIN LOGIN\|250 Ok$/);
  assert.equal(await other.say("MAIL FROM:<a@example.com>"), "530 Authentication required");
  assert.equal(await other.say("AUTH LOGIN"), "334 VXNlcm5hbWU6");
  assert.equal(await other.say("eA=="), "334 UGFzc3dvcmQ6");
  assert.equal(await other.say("eA=="), "535 Authentication Credentials Invalid");
});

test("addresses and sizes are refused in SES's words", async () => {
  await using world = await SubmissionWorld.open();
  const { port } = await world.listen({ ...open, limits: { maxMessageOctets: 1_000 } });
  await using client = await SmtpConversation.open(port);
  await client.reply();
  await client.say("EHLO me");
  assert.equal(await client.say("MAIL FROM:<>"), "553 <> Invalid email address");
  assert.equal(
    await client.say("MAIL FROM:<a..b@example.com>"),
    "553 <a..b@example.com> Invalid email address",
  );
  assert.equal(await client.say("MAIL FROM:<a@example.com> SIZE=1001"), "552 Message is too long.");
  assert.equal(await client.say("MAIL FROM:<a@example.com> SMTPUTF8"), "555 SMTPUTF8 is not supported");
  assert.equal(await client.say("MAIL FROM:<a@example.com>"), "250 Ok");
  assert.equal(await client.say("RCPT TO:<a..b@example.com>"), "553 <a..b@example.com> address unknown");
  assert.equal(await client.say("RCPT TO:<b@example.com>"), "250 Ok");
  assert.equal(await client.say("DATA"), "354 End data with <CR><LF>.<CR><LF>");
  assert.equal(await client.say(`${"x".repeat(990)}\r\n${"y".repeat(20)}\r\n.`), "552 Message is too long.");
  assert.equal(world.submitted.length, 0);
});

test("what would bind whoever takes a message, and is not offered, is refused and not passed over", async () => {
  await using world = await SubmissionWorld.open();
  const { port } = await world.listen({ ...open, implicitTls: true });
  await using client = await SmtpConversation.openTls(port);
  await client.reply();
  await client.say("EHLO me");
  for (const parameter of ["REQUIRETLS", "HOLDFOR=3600", "HOLDUNTIL=2027-01-01T00:00:00Z", "by=120;R"]) {
    const [name = ""] = parameter.toUpperCase().split("=");
    assert.equal(await client.say(`MAIL FROM:<a@example.com> ${parameter}`), `555 ${name} is not supported`);
  }
  // What changes nothing for anybody is said by some who were not offered it.
  assert.equal(await client.say("MAIL FROM:<a@example.com> RET=HDRS AUTH=<>"), "250 Ok");
});

test("only CRLF . CRLF ends a message: nothing is smuggled", async () => {
  await using world = await SubmissionWorld.open();
  const { port } = await world.listen(open);
  await using client = await begin(port);
  await client.say("DATA");
  const endings = ["\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r\n.\r", "\n.\r"];
  const inner = "MAIL FROM:<evil@example.com>\r\nRCPT TO:<v@example.net>\r\nDATA\r\n";
  client.write(`Subject: x\r\n\r\n${endings.map((end) => `t${end}${inner}`).join("")}`);
  assert.equal(await client.say("\r\n."), `250 Ok ${messageId}`);
  assert.equal(world.submitted.length, 1);
  const content = Buffer.from(world.submitted[0]?.content ?? []).toString();
  assert.equal(content.split("evil@example.com").length, endings.length + 1);
  assert.doesNotMatch(content, /(?<!\r)\n|\r(?!\n)/);
});

test("what is pipelined after DATA, QUIT and STARTTLS has no effect it should not have", async () => {
  await using world = await SubmissionWorld.open();
  const { port } = await world.listen(open);
  await using client = await begin(port);
  client.write("DATA\r\nSubject: a\r\n\r\nb\r\n.\r\nNOOP\r\nQUIT\r\nMAIL FROM:<c@example.com>\r\n");
  assert.equal(
    await client.rest(),
    `354 End data with <CR><LF>.<CR><LF>\r\n250 Ok ${messageId}\r\n250 Ok\r\n221 Bye\r\n`,
  );
  await using upgrading = await SmtpConversation.open(port);
  await upgrading.reply();
  await upgrading.say("EHLO me");
  upgrading.write("STARTTLS\r\nMAIL FROM:<injected@example.com>\r\n");
  assert.equal(await upgrading.reply(), "220 Ready to start TLS");
  await delay(50);
  assert.equal(world.submitted.length, 1);
});

test("messages that are written in one go are taken one after the other", async () => {
  await using world = await SubmissionWorld.open();
  const { port } = await world.listen(open);
  await using client = await begin(port);
  const message = "DATA\r\nSubject: a\r\n\r\nb\r\n.\r\n";
  const next = "MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.net>\r\n";
  client.write(`${message}${next}${message}${next}${message}QUIT\r\n`);
  assert.match(await client.rest(), /221 Bye\r\n$/);
  assert.equal(world.submitted.length, 3);
});

test("of ten thousand recipients fifty are taken, and then the session ends", async () => {
  await using world = await SubmissionWorld.open();
  const { port } = await world.listen(open);
  await using client = await begin(port);
  client.write(Array.from({ length: 10_000 }, (_, n) => `RCPT TO:<r${n}@example.net>\r\n`).join(""));
  const replies = (await client.rest()).trimEnd().split("\r\n");
  const count = (reply: string) => replies.filter((line) => line === reply).length;
  assert.deepEqual(
    [count("250 Ok"), count("452 Too many recipients"), replies.at(-1)],
    [49, 100, "421 Too many errors"],
  );
});

test("an overlong line, a browser, and noise end the session", async () => {
  await using world = await SubmissionWorld.open();
  const { port } = await world.listen(open);
  for (const [sent, answer] of [
    ["x".repeat(5_000), "421 Command line too long"],
    ["POST / HTTP/1.1\r\n", "421 HTTP requests not allowed"],
    ["\x16\x03\x01\xff\n".repeat(10), "421 too many unrecognized commands"],
  ] as const) {
    await using client = await SmtpConversation.open(port);
    await client.reply();
    client.write(sent);
    assert.match(await client.rest(), new RegExp(`${answer}\r\n$`));
  }
});

test("silence ends a session in every phase, also one that is broken by an octet now and then", async () => {
  await using world = await SubmissionWorld.open();
  // Of the two limits the one that is not meant is far away: a busy machine may take long for a few words.
  const { port } = await world.listen({ ...open, limits: { idleMs: 500 } });
  const tls = await world.listen({ ...open, limits: { idleMs: 500 }, implicitTls: true });
  const brief = await world.listen({ ...open, limits: { sessionMs: 500 } });
  const timeout = "451 4.4.2 Timeout waiting for data from client.\r\n";
  const silentAfter = async (phase: (client: SmtpConversation) => Promise<void>) => {
    await using client = await SmtpConversation.open(port);
    await client.reply();
    await phase(client);
    return await client.rest();
  };
  const inData = async () => {
    await using client = await begin(port);
    await client.say("DATA");
    client.write("half a li");
    return await client.rest();
  };
  const halfTls = async (at: number, words: string) => {
    await using client = await SmtpConversation.open(at);
    client.write(words);
    return await client.rest();
  };
  const dripping = async () => {
    await using client = await SmtpConversation.open(brief.port);
    const drip = setInterval(() => client.write("x"), 50);
    const said = await client.rest();
    clearInterval(drip);
    return said.replace(/^220 .*\r\n/, "");
  };
  const [greeted, helloed, data, upgraded, implicit, dripped] = await Promise.all([
    silentAfter(async () => {}),
    silentAfter(async (client) => void (await client.say("EHLO me"))),
    inData(),
    silentAfter(async (client) => {
      await client.say("EHLO me");
      await client.say("STARTTLS");
      client.write("\x16\x03\x01\x02");
    }),
    halfTls(tls.port, "\x16\x03\x01\x02"),
    dripping(),
  ]);
  assert.deepEqual(
    [greeted, helloed, data, upgraded, implicit, dripped],
    [timeout, timeout, timeout, "", "", ""],
  );
  assert.equal(world.submitted.length, 0);
});

test("connections are bounded, those in STARTTLS too, and room comes back", async () => {
  await using world = await SubmissionWorld.open();
  const { port } = await world.listen({ ...open, limits: { maxPerNetwork: 2 } });
  {
    await using one = await begin(port);
    await using two = await begin(port);
    await two.say("RSET");
    assert.equal(await two.say("STARTTLS"), "220 Ready to start TLS");
    await using three = await SmtpConversation.open(port);
    assert.equal(await three.rest(), "421 Too many concurrent SMTP connections\r\n");
    assert.equal(await one.say("NOOP"), "250 Ok");
  }
  // That somebody has left is known a moment later.
  const admitted = async () => {
    for (;;) {
      const client = await SmtpConversation.open(port);
      if ((await client.reply()).startsWith("220 ")) return client;
      await client[Symbol.asyncDispose]();
    }
  };
  await using again = await admitted();
  await using more = await admitted();
  for (const client of [again, more]) assert.equal(await client.say("NOOP"), "250 Ok");
});

test("messages of all sessions share one room, and give it back", async () => {
  await using world = await SubmissionWorld.open();
  const { port } = await world.listen({ ...open, limits: { heldOctets: 100_000 } });
  const text = `${"x".repeat(70)}\r\n`.repeat(1_000);
  const { taken, tell } = thinkingOver(world);
  await using one = await begin(port);
  await using two = await begin(port);
  await one.say("DATA");
  one.write(`${text}.\r\n`);
  await taken;
  await two.say("DATA");
  assert.equal(await two.say(`${text}.`), "451 Temporary service failure");
  tell();
  assert.equal(await one.reply(), `250 Ok ${messageId}`);
  await two.say("MAIL FROM:<a@example.com>");
  await two.say("RCPT TO:<b@example.com>");
  await two.say("DATA");
  assert.equal(await two.say(`${text}.`), `250 Ok ${messageId}`);
});

test("a stop waits for the message in work, and for nobody else", async () => {
  await using world = await SubmissionWorld.open();
  const listener = await world.listen(open);
  const { taken, tell } = thinkingOver(world);
  await using idle = await begin(listener.port);
  await using busy = await begin(listener.port);
  await busy.say("DATA");
  busy.write("x\r\n.\r\n");
  await taken;
  const stopped = listener[Symbol.asyncDispose]();
  assert.equal(await idle.rest(), "421 Server shutting down\r\n");
  tell();
  assert.match(await busy.rest(), /^250 Ok .*\r\n421 Server shutting down\r\n$/);
  await stopped;
});

test("connections in which TLS never begins leave room for others", async () => {
  await using world = await SubmissionWorld.open();
  const limits = { maxConnections: 4, maxPerNetwork: 2 };
  const { port } = await world.listen({ ...open, implicitTls: true, limits });
  const silent = async (from: string) => await SmtpConversation.open(port, from);
  const many = await Promise.all(["127.0.1.1", "127.0.1.2", "127.0.1.3", "127.0.1.4"].map(silent));
  const others = ["127.0.2.1", "127.0.2.2", "127.0.3.1", "127.0.3.2", "127.0.4.1"];
  const greetings: string[] = [];
  for (const from of ["127.0.9.1", ...others]) {
    const raw = connect({ port, host: "127.0.0.1", localAddress: from });
    const socket = connectTls({ socket: raw, rejectUnauthorized: false });
    const [greeting] = await Promise.race([once(socket, "data"), once(socket, "close")]);
    greetings.push(String(greeting).slice(0, 4));
    socket.destroy();
    if (from !== "127.0.9.1") many.push(await silent(from));
  }
  assert.deepEqual(new Set(greetings), new Set(["220 "]));
  for (const client of many) await client[Symbol.asyncDispose]();
});
