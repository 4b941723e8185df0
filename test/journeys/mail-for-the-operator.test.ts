import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { PutAccountDetailsCommand, PutEmailIdentityMailFromAttributesCommand } from "@aws-sdk/client-sesv2";
import { createTransport } from "nodemailer";
import { hourMs, minuteMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { SmtpConversation } from "#test/support/smtp-conversation.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const zone = "signet.localhost";
const letter = "From: Eve <eve@far.example>\r\nSubject: Your customer\r\n\r\nsends spam\r\n";

interface Listed {
  readonly id: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
}

async function write(world: World, to: string, { from = "eve@far.example", raw = letter } = {}) {
  const { inbound } = world.app;
  assert.ok(inbound);
  const transport = createTransport({ ...inbound, ignoreTLS: true, name: "mx.far.example" });
  await transport.sendMail({ envelope: { from, to }, raw });
  await world.settle();
}

async function kept(world: World): Promise<readonly Listed[]> {
  return (await world.plain<{ messages: readonly Listed[] }>("GET", "/signet/v1/inbox")).messages;
}

for (const engine of engines) {
  describe(`mail for whoever runs the service, on ${engine}`, () => {
    test("is taken at every name of ours and kept in the inbox, with where it came from", async () => {
      await using world = await World.start(engine);
      const roles = [
        `postmaster@${zone}`,
        `PostMaster@${zone}`,
        `abuse@${zone}`,
        `hostmaster@${zone}`,
        `postmaster@feedback-smtp.us-east-1.${zone}`,
        `abuse@bounces.eu-west-1.${zone}`,
        `postmaster@email-smtp.us-east-1.${zone}`,
      ];
      for (const to of roles) await write(world, to);
      assert.deepEqual(
        (await kept(world)).map(({ to }) => to),
        roles.toReversed().map((to) => [to]),
      );
      const [first] = await kept(world);
      assert.deepEqual([first?.from, first?.subject], ["Eve <eve@far.example>", "Your customer"]);
      const source = await fetch(`${world.app.httpUrl}/signet/v1/inbox/${first?.id}/source`);
      assert.match(
        await source.text(),
        /^Return-Path: <eve@far\.example>\r\nReceived: from mx\.far\.example \(\[127\.0\.0\.1\]\)\r\n\tby feedback-smtp\.us-east-1\.signet\.localhost with ESMTP id \S+\r\n\tfor <postmaster@email-smtp\.[^>]+>; [^\r]+\r\nFrom: Eve/,
      );
    });

    test("is taken for the postmaster of no domain, and for nobody else", async () => {
      await using world = await World.start(engine);
      const { inbound } = world.app;
      await using client = await SmtpConversation.open(inbound?.port ?? 0);
      await client.reply();
      await client.say("EHLO mx.far.example");
      await client.say("MAIL FROM:<>");
      for (const stranger of [
        "abuse",
        `root@${zone}`,
        "postmaster@elsewhere.example",
        "postmaster@localhost",
      ]) {
        assert.match(await client.say(`RCPT TO:<${stranger}>`), /^5\d\d /);
      }
      assert.match(await client.say("RCPT TO:<PostMaster>"), /^250 /);
      await client.say("DATA");
      assert.match(await client.say(`${letter}.`), /^250 /);
      assert.deepEqual((await kept(world))[0]?.to, ["PostMaster"]);
    });

    test("is taken at a customer's MAIL FROM domain, whose mail leads here", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "sender.test");
      const to = "postmaster@bounce.sender.test";
      await assert.rejects(write(world, to), /550/);
      world.zone("sender.test", "bounce MX 10 feedback-smtp.us-east-1.signet.localhost.");
      await world.ses.send(
        new PutEmailIdentityMailFromAttributesCommand({
          EmailIdentity: "sender.test",
          MailFromDomain: "bounce.sender.test",
        }),
      );
      await world.pass(minuteMs);
      await write(world, to);
      assert.deepEqual((await kept(world))[0]?.to, [to]);
    });

    test("is told of to the account's contacts once an hour, but for what a machine sent, and is never sent on", async () => {
      await using receiver = await startSmtpReceiver({ hideSTARTTLS: true });
      await using world = await World.start(engine, {
        settings: { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` },
      });
      await write(world, `abuse@${zone}`);
      await world.ses.send(
        new PutAccountDetailsCommand({
          MailType: "TRANSACTIONAL",
          WebsiteURL: "https://example.com",
          AdditionalContactEmailAddresses: ["op@home.example"],
        }),
      );
      await write(world, `abuse@${zone}`, { from: "" });
      await write(world, `abuse@${zone}`, { raw: `Auto-Submitted: auto-replied\r\n${letter}` });
      assert.equal(receiver.received.length, 0);
      await write(world, `abuse@${zone}`);
      await write(world, `postmaster@${zone}`);
      assert.equal(receiver.received.length, 1);
      const [notice] = receiver.received;
      assert.deepEqual([notice?.from, notice?.recipients], ["", ["op@home.example"]]);
      const text = notice?.content.toString() ?? "";
      assert.match(text, /^Auto-Submitted: auto-generated\r$/m);
      assert.match(text, /^Subject: Mail for abuse@signet\.localhost\r$/m);
      assert.doesNotMatch(text, /spam|eve@/);
      await world.leap(hourMs + minuteMs);
      await write(world, `postmaster@${zone}`);
      assert.equal(receiver.received.length, 2);
      // Should a contact's mail come round to us, that is the end of it.
      await world.leap(hourMs + minuteMs);
      const raw = text;
      await write(world, `postmaster@${zone}`, { from: "", raw });
      assert.equal(receiver.received.length, 2);
      assert.equal((await kept(world)).length, 7);
    });

    test("is bounded: what is too long, and what one network sends too much of in a day", async () => {
      await using world = await World.start(engine);
      const to = `abuse@${zone}`;
      const raw = `${letter}${"x".repeat(70).concat("\r\n").repeat(7_500)}`;
      await assert.rejects(write(world, to, { raw }), /552 5\.3\.4/);
      const { inbound } = world.app;
      assert.ok(inbound);
      const transport = createTransport({ ...inbound, ignoreTLS: true, pool: true });
      const one = async () => await transport.sendMail({ envelope: { from: "", to }, raw: letter });
      for (let sent = 0; sent < 50; sent++) await one();
      await assert.rejects(one(), /452 4\.2\.2/);
      assert.equal((await kept(world)).length, 50);
      world.clock.advance(24 * hourMs);
      await one();
      transport.close();
    });

    test("may be anything: the inbox shows it", async () => {
      await using world = await World.start(engine);
      const odd = [
        "",
        "\r\n",
        "no header at all",
        "Subject: \0\ud800\r\n\r\n\0",
        `${"X: y\r\n".repeat(5_000)}\r\n`,
        `Subject: ${"=?utf-8?q?=00?=".repeat(1_000)}\r\n\r\n`,
        `${"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n".repeat(1_000)}`,
        `${"Content-Type: message/rfc822\r\n\r\n".repeat(1_000)}`,
        Buffer.from([0xff, 0xfe, 0x00, 0x0d, 0x0a, 0x80]).toString("latin1"),
      ];
      for (const raw of odd) await write(world, `abuse@${zone}`, { raw });
      for (const { id } of await kept(world)) {
        await world.plain("GET", `/signet/v1/inbox/${id}`);
        const { status } = await fetch(`${world.app.httpUrl}/signet/v1/inbox/${id}/rendered`);
        assert.ok(status === 200 || status === 413, `rendered: ${status}`);
      }
      assert.equal((await kept(world)).length, odd.length);
    });
  });
}
