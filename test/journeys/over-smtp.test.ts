import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CreateConfigurationSetCommand,
  PutConfigurationSetSendingOptionsCommand,
} from "@aws-sdk/client-sesv2";
import { createTransport } from "nodemailer";
import { deriveSmtpPassword } from "#protocols/sigv4/smtp-password.ts";
import { engines } from "#test/support/engines.ts";
import { signaturesOf } from "#test/support/signatures.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

/** nodemailer with the local account's SMTP credentials, as an application would have it. */
function mailer(world: World) {
  const { smtp, localKey } = world.app;
  assert.ok(localKey && smtp);
  return createTransport({
    host: smtp.host,
    port: smtp.port,
    requireTLS: true,
    tls: { rejectUnauthorized: false },
    auth: { user: localKey.id, pass: deriveSmtpPassword(localKey.secret, "us-east-1") },
  });
}

for (const engine of engines) {
  describe(`over SMTP on ${engine}`, () => {
    test("a message is accepted with its MessageId, and arrives signed", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "submitted.test");
      const transport = mailer(world);
      const { response } = await transport.sendMail({
        from: '"Ann" <ann@submitted.test>',
        to: "bob@submitted.example",
        bcc: "eve@submitted.example",
        subject: "Grüße",
        text: "Hello,\n.\nand goodbye\n",
        headers: { "X-SES-MESSAGE-TAGS": "campaign=spring" },
      });
      assert.match(response, /^250 Ok 0100[0-9a-f]{12}-[0-9a-f-]{36}-000000$/);
      const message = await world.inbox("bob@submitted.example");
      assert.equal(message.text, "Hello,\n.\nand goodbye\n");
      assert.doesNotMatch(message.source, /X-SES/i);
      assert.ok(await world.inbox("eve@submitted.example"));
      assert.deepEqual(await signaturesOf(world, message.source), [
        { domain: "submitted.test", result: "pass" },
        { domain: "signet.localhost", result: "pass" },
      ]);
    });

    test("what the pipeline refuses is answered with SES's code and words", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "refusing.test");
      const transport = mailer(world);
      const to = { to: "bob@refusing.example", text: "Hello" };
      await assert.rejects(
        transport.sendMail({ from: "ann@stranger.test", ...to }),
        /554 Message rejected: Email address is not verified\. The following identities failed the check in region US-EAST-1: ann@stranger\.test/,
      );
      await world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "paused" }));
      await world.ses.send(
        new PutConfigurationSetSendingOptionsCommand({
          ConfigurationSetName: "paused",
          SendingEnabled: false,
        }),
      );
      const headers = { "X-SES-CONFIGURATION-SET": "paused" };
      await assert.rejects(transport.sendMail({ from: "ann@refusing.test", ...to, headers }), /paused/);
    });
  });
}
