import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { inboundListener, returnPath } from "./support/inbound-listener.ts";
import { SmtpConversation } from "./support/smtp-conversation.ts";
import { SubmissionWorld } from "./support/submission.ts";

async function begin(port: number, upTo: "greeting" | "hello" | "data" = "hello", from = "127.0.0.1") {
  const client = await SmtpConversation.open(port, from);
  await client.reply();
  if (upTo !== "greeting") await client.say("EHLO mx.far.example");
  if (upTo !== "data") return client;
  await client.say("MAIL FROM:<>");
  await client.say(`RCPT TO:<${returnPath}>`);
  assert.match(await client.say("DATA"), /^354 /);
  return client;
}

test("a flood of commands that bring no message ends the session, and those between messages do not", async () => {
  await using world = await SubmissionWorld.open();
  await using listener = await inboundListener(world);
  for (const command of ["NOOP", "RSET", "EHLO x", "vrfy root", "NOOP hello"]) {
    await using client = await begin(listener.port);
    client.write(`${command}\r\n`.repeat(100_000));
    const said = await client.rest();
    assert.match(said, /\r\n421 Too many commands without a message\r\n$/);
    assert.ok(said.length < 50_000);
  }
  await using client = await begin(listener.port);
  for (let messages = 0; messages < 30; messages++) {
    for (let rests = 0; rests < 5; rests++) assert.match(await client.say("RSET"), /^250 /);
    await client.say("MAIL FROM:<>");
    await client.say(`RCPT TO:<${returnPath}>`);
    await client.say("DATA");
    assert.match(await client.say("x\r\n."), /^250 /);
  }
  assert.equal(listener.received.length, 30);
});

test("nothing that is said in the clear before TLS counts in it", async () => {
  await using world = await SubmissionWorld.open();
  await using listener = await inboundListener(world);
  for (const injected of [
    `MAIL FROM:<evil@far.example>\r\nRCPT TO:<${returnPath}>\r\nDATA\r\nx\r\n.\r\n`,
    "\r\nNOOP\r\n",
  ]) {
    await using client = await begin(listener.port);
    client.write(`STARTTLS\r\n${injected}`);
    assert.equal(await client.reply(), "220 Ready to start TLS");
    await delay(50);
    client.write("QUIT\r\n");
    assert.doesNotMatch(await client.rest(), /250|354|221/);
  }
  assert.equal(listener.received.length, 0);
});

test("only CRLF . CRLF ends a report: nothing is smuggled", async () => {
  await using world = await SubmissionWorld.open();
  await using listener = await inboundListener(world);
  await using client = await begin(listener.port, "data");
  const endings = ["\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r\n.\r", "\n.\r", "\r\n\0.\r\n", "\r\n.\0\r\n"];
  const inner = `MAIL FROM:<evil@far.example>\r\nRCPT TO:<${returnPath}>\r\nDATA\r\n`;
  client.write(`Subject: x\r\n\r\n${endings.map((end) => `t${end}${inner}`).join("")}`);
  assert.match(await client.say("\r\n."), /^250 /);
  const [mail, ...more] = listener.received;
  assert.equal(more.length, 0);
  const content = Buffer.from(mail?.content ?? []).toString("latin1");
  assert.equal(content.split("evil@far.example").length, endings.length + 1);
  assert.doesNotMatch(content, /(?<!\r)\n|\r(?!\n)/);
});

test("what is not offered is not known, and what is no command ends soon", async () => {
  await using world = await SubmissionWorld.open();
  await using listener = await inboundListener(world);
  await using client = await begin(listener.port, "greeting");
  assert.doesNotMatch(await client.say("EHLO mx"), /CHUNKING|BDAT|AUTH|SMTPUTF8|DSN|XCLIENT|ETRN/);
  for (const command of ["BDAT 5 LAST", "XCLIENT ADDR=1.2.3.4", "XFORWARD NAME=x", "ETRN x", "EXPN root"]) {
    assert.match(await client.say(command), /^50\d /);
  }
  for (const octets of [
    "\xff\xfe\x00",
    "MAIL FROM:<\xc3\x28@far.example>",
    "RCPT TO:<\u0000>",
    "EHLO \xff\x00",
  ]) {
    await using other = await begin(listener.port);
    assert.match(await other.say(Buffer.from(octets, "latin1").toString("latin1")), /^(?:5\d\d|250)[ -]/);
  }
  for (const line of [
    "x".repeat(3_000),
    `MAIL FROM:<${"a".repeat(10_000)}@far.example>\r\n`,
    "NOOP ".repeat(100_000),
  ]) {
    await using other = await begin(listener.port);
    other.write(line);
    assert.match(await other.rest(), /421 Command line too long\r\n$/);
  }
});

test("one who guesses recipients is sent away after some, and one who speaks first at once", async () => {
  await using world = await SubmissionWorld.open();
  await using listener = await inboundListener(world);
  await using client = await begin(listener.port);
  await client.say("MAIL FROM:<>");
  client.write(Array.from({ length: 5_000 }, (_, n) => `RCPT TO:<m${n + 2}@x.example>\r\n`).join(""));
  const replies = (await client.rest()).trimEnd().split("\r\n");
  assert.deepEqual([replies.length, replies.at(-1)], [21, "421 Too many errors"]);
  await using hasty = await SmtpConversation.open(listener.port);
  hasty.write(`EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<${returnPath}>\r\nDATA\r\nx\r\n.\r\n`);
  assert.match(await hasty.rest(), /^421 .* You talk too soon\r\n$/);
  assert.equal(listener.received.length, 0);
});

test("a report of one endless line, one that is too long, and one that stops half way leave nothing behind", async () => {
  await using world = await SubmissionWorld.open();
  await using listener = await inboundListener(world, {
    limits: { maxMessageOctets: 1_000_000, heldOctets: 1_500_000 },
  });
  for (let round = 0; round < 3; round++) {
    {
      await using half = await begin(listener.port, "data");
      half.write("x".repeat(900_000));
      await delay(20);
    }
    await using long = await begin(listener.port, "data");
    assert.match(await long.say(`${"y".repeat(2_000_000)}\r\n.`), /^552 /);
    assert.match(await long.say("MAIL FROM:<>"), /^250 /);
    await long.say(`RCPT TO:<${returnPath}>`);
    await long.say("DATA");
    assert.match(await long.say(`${"z".repeat(900_000)}\r\n.`), /^250 /);
  }
  assert.equal(listener.received.length, 3);
});

test("many connections of one network leave room for others", async () => {
  await using world = await SubmissionWorld.open();
  await using listener = await inboundListener(world);
  const many = await Promise.all(
    Array.from({ length: 60 }, async () => await SmtpConversation.open(listener.port)),
  );
  const first = await Promise.all(many.map(async (client) => await client.reply()));
  assert.equal(first.filter((reply) => reply.startsWith("220 ")).length, 20);
  assert.equal(first.filter((reply) => reply === "421 Too many concurrent SMTP connections").length, 40);
  for (const client of many) await client[Symbol.asyncDispose]();
});

test("long messages that never end leave room for the reports of others", async () => {
  await using world = await SubmissionWorld.open();
  await using listener = await inboundListener(world, { limits: { heldOctets: 3_000_000 } });
  const strangers = await Promise.all(
    ["127.0.1.1", "127.0.1.2", "127.0.2.1"].map(async (from) => await begin(listener.port, "data", from)),
  );
  for (const stranger of strangers) stranger.write("x".repeat(990_000));
  for (let reports = 0; reports < 10; reports++) {
    await using server = await begin(listener.port, "data", "127.0.3.1");
    assert.equal(await server.say(`${"y".repeat(100_000)}\r\n.`), "250 Ok");
  }
  for (const stranger of strangers) await stranger[Symbol.asyncDispose]();
});

test("sessions that bring nothing leave room for the reports of others, however many they are", async () => {
  await using world = await SubmissionWorld.open();
  await using listener = await inboundListener(world, { limits: { maxConnections: 4, maxPerNetwork: 2 } });
  const strangers = [
    await begin(listener.port, "greeting", "127.0.1.1"),
    await begin(listener.port, "hello", "127.0.1.1"),
    await begin(listener.port, "data", "127.0.2.1"),
    await begin(listener.port, "hello", "127.0.2.1"),
  ];
  assert.equal(await strangers.at(-1)?.say("STARTTLS"), "220 Ready to start TLS");
  const reporters = [];
  for (const from of ["127.0.3.1", "127.0.4.1", "127.0.5.1", "127.0.6.1", "127.0.7.1"]) {
    const reporter = await begin(listener.port, "data", from);
    assert.equal(await reporter.say("x\r\n."), "250 Ok");
    reporters.push(reporter);
  }
  assert.equal(await strangers[0]?.reply(), "421 Too many concurrent SMTP connections");
  for (const client of [...strangers, ...reporters]) await client[Symbol.asyncDispose]();
});

test("a report that is being kept gives way to nobody", async () => {
  await using world = await SubmissionWorld.open();
  const [begun, kept] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const receive = async () => {
    begun.resolve();
    await kept.promise;
  };
  await using listener = await inboundListener(world, { limits: { maxConnections: 1 }, receive });
  await using server = await begin(listener.port, "data", "127.0.1.1");
  server.write("x\r\n.\r\n");
  await begun.promise;
  await using other = await SmtpConversation.open(listener.port, "127.0.2.1");
  assert.equal(await other.reply(), "421 Too many concurrent SMTP connections");
  kept.resolve();
  assert.equal(await server.reply(), "250 Ok");
});
