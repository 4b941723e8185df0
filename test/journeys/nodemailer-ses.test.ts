import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { SendRawEmailCommand } from "@aws-sdk/client-ses";
import {
  CreateConfigurationSetCommand,
  PutConfigurationSetSendingOptionsCommand,
  SendEmailCommand,
} from "@aws-sdk/client-sesv2";
import { createTransport } from "nodemailer";
import { engines } from "#test/support/engines.ts";
import { olderClient } from "#test/support/older-client.ts";
import { signaturesOf } from "#test/support/signatures.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

/** nodemailer as an application on AWS has it: its SES transport over the AWS SDK's client. */
function mailer(world: World, secretAccessKey?: string) {
  const id = world.app.localKey?.id ?? "";
  const sesClient =
    secretAccessKey === undefined
      ? world.ses
      : world.client({ credentials: { accessKeyId: id, secretAccessKey } });
  return createTransport({ SES: { sesClient, SendEmailCommand } });
}

for (const engine of engines) {
  describe(`nodemailer's SES transport, on ${engine}`, () => {
    test("a message with everything arrives as it was written, signed, and is named as nodemailer says", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "sender.test");
      await world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "letters" }));
      const transport = mailer(world);
      assert.equal(await transport.verify(), true);
      const sent = await transport.sendMail({
        from: { name: "Ann Ä", address: "ann@sender.test" },
        to: ["bob@reader.example", '"Eve, too" <eve@reader.example>'],
        bcc: "secret@reader.example",
        replyTo: "answers@sender.test",
        subject: "Grüße",
        text: "Hello,\n.\n",
        html: '<p>Hello <img src="cid:pic"></p>',
        attachments: [
          { filename: "ä.txt", content: "attached" },
          { filename: "p.gif", cid: "pic", content: Buffer.from("R0lGODlhAQABAAAAACw=", "base64") },
        ],
        ses: { ConfigurationSetName: "letters", EmailTags: [{ Name: "campaign", Value: "spring" }] },
      });
      assert.match(sent.messageId, /^<0100[0-9a-f-]+-000000@email\.amazonses\.com>$/);
      for (const to of ["bob@reader.example", "eve@reader.example", "secret@reader.example"]) {
        const { text, html, source } = await world.inbox(to);
        assert.equal(text.trimEnd(), "Hello,\n.");
        assert.match(html, /<p>Hello/);
        assert.doesNotMatch(source, /secret@|^Bcc/im);
        assert.match(source, /^Reply-To: answers@sender\.test\r$/m);
        assert.deepEqual(await signaturesOf(world, source), [
          { domain: "sender.test", result: "pass" },
          { domain: "signet.localhost", result: "pass" },
        ]);
      }
      const { messages } = await world.plain<{ messages: { id: string; configuration_set: string }[] }>(
        "GET",
        "/signet/v1/messages?tag=campaign:spring",
      );
      assert.deepEqual(
        messages.map(({ id, configuration_set: set }) => [id, set]),
        [[/<([^@]+)/.exec(sent.messageId)?.[1], "letters"]],
      );
    });

    test("the header chooses the set; a paused one, a stranger and a wrong secret are refused", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "sender.test");
      await world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "paused" }));
      await world.ses.send(
        new PutConfigurationSetSendingOptionsCommand({
          ConfigurationSetName: "paused",
          SendingEnabled: false,
        }),
      );
      const transport = mailer(world);
      const message = { from: "ann@sender.test", to: "bob@reader.example", text: "Hello" };
      const named = (set: string) => ({ ...message, headers: { "X-SES-CONFIGURATION-SET": set } });
      await assert.rejects(transport.sendMail(named("paused")), {
        name: "SendingPausedException",
        message: "Sending is paused for configuration set paused",
      });
      await assert.rejects(transport.sendMail(named("absent")), { name: "NotFoundException" });
      await assert.rejects(transport.sendMail({ ...message, from: "ann@stranger.test" }), {
        name: "MessageRejected",
        message: /failed the check in region US-EAST-1: ann@stranger\.test/,
      });
      await assert.rejects(mailer(world, "wrong").verify(), /signature/i);
    });

    test("nodemailer before 7 hears of its test of credentials what it does of SES", async () => {
      await using world = await World.start(engine);
      // Its words and its bytes: the subject is folded into a To that cannot be read.
      const test = new SendRawEmailCommand({
        RawMessage: {
          Data: Buffer.from(
            "From: invalid@invalid\r\nTo: invalid@invalid\r\n Subject: Invalid\r\n\r\nInvalid",
          ),
        },
        Source: "invalid@invalid",
        Destinations: ["invalid@invalid"],
      });
      await assert.rejects(olderClient(world).send(test), { Code: "InvalidParameterValue" });
      const credentials = { accessKeyId: world.app.localKey?.id ?? "", secretAccessKey: "wrong" };
      await assert.rejects(olderClient(world, { credentials }).send(test), { Code: "SignatureDoesNotMatch" });
    });
  });
}
