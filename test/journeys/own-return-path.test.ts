import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  GetSuppressedDestinationCommand,
  PutEmailIdentityMailFromAttributesCommand,
  SendEmailCommand,
} from "@aws-sdk/client-sesv2";
import { createTransport } from "nodemailer";
import { minuteMs, secondMs } from "#platform/clock.ts";
import { deriveSmtpPassword } from "#protocols/sigv4/smtp-password.ts";
import { engines } from "#test/support/engines.ts";
import { refused } from "#test/support/operation.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { identityOf, verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const EmailIdentity = "sender.test";
const MailFromDomain = "bounce.sender.test";
const notVerified = "MAIL FROM domain not verified: DNS setup for MAIL FROM domain is invalid.";

async function send(world: World): Promise<string> {
  const { MessageId = "" } = await world.ses.send(
    new SendEmailCommand({
      FromEmailAddress: "ann@sender.test",
      Destination: { ToAddresses: ["bob@reader.example"] },
      Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello,\n" } } } },
    }),
  );
  await world.settle();
  return MessageId;
}

/** As it would be if the message's id were all of it. */
function untagged(returnPath: string): string {
  return returnPath.replace(/-[a-z2-7]{8}@/, "-000000@");
}

async function setMailFrom(
  world: World,
  BehaviorOnMxFailure: "REJECT_MESSAGE" | "USE_DEFAULT_VALUE",
): Promise<void> {
  await world.ses.send(
    new PutEmailIdentityMailFromAttributesCommand({ EmailIdentity, MailFromDomain, BehaviorOnMxFailure }),
  );
  await world.leap(2 * secondMs);
}

for (const engine of engines) {
  describe(`a return path at a domain of the sender's own, on ${engine}`, () => {
    test("is in the envelope once its MX is there, and a bounce that comes to it finds its message", async () => {
      await using receiver = await startSmtpReceiver({ hideSTARTTLS: true });
      await using world = await World.start(engine, {
        settings: { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` },
      });
      const { Tokens = [], SigningHostedZone } = await verifiedDomain(world, EmailIdentity);
      await setMailFrom(world, "USE_DEFAULT_VALUE");
      const envelopes = () => receiver.received.map(({ from }) => from);
      const first = await send(world);
      assert.deepEqual(envelopes().map(untagged), [`${first}@bounces.us-east-1.signet.localhost`]);
      world.zone(
        EmailIdentity,
        ...Tokens.map((token) => `${token}._domainkey CNAME ${token}.${SigningHostedZone}.`),
        "bounce MX 10 feedback-smtp.us-east-1.signet.localhost.",
      );
      await setMailFrom(world, "USE_DEFAULT_VALUE");
      await world.pass(minuteMs);
      const { MailFromAttributes } = await identityOf(world, EmailIdentity);
      assert.equal(MailFromAttributes?.MailFromDomainStatus, "SUCCESS");
      const second = await send(world);
      const returnPath = envelopes()[1] ?? "";
      assert.equal(untagged(returnPath), `${second}@${MailFromDomain}`);
      const { inbound } = world.app;
      assert.ok(inbound);
      const transport = createTransport({ host: inbound.host, port: inbound.port, ignoreTLS: true });
      const report = async (to: string) =>
        await transport.sendMail({
          envelope: { from: "", to },
          raw:
            'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n--b\r\n' +
            "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.reader.example\r\n\r\n" +
            "Final-Recipient: rfc822; bob@reader.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n",
        });
      const [localPart] = returnPath.split("@");
      await assert.rejects(report(`${localPart}@bounce.stranger.test`), /550/);
      await assert.rejects(report(`${second}@${MailFromDomain}`), /550/);
      await report(returnPath);
      const suppressed = await world.ses.send(
        new GetSuppressedDestinationCommand({ EmailAddress: "bob@reader.example" }),
      );
      assert.equal(suppressed.SuppressedDestination?.Attributes?.MessageId, second);
    });

    test("that is not set up stops the message, where its owner would rather have it so", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, EmailIdentity);
      await setMailFrom(world, "REJECT_MESSAGE");
      await refused(send(world), "MailFromDomainNotVerifiedException", 400, notVerified);
      const { smtp, localKey } = world.app;
      assert.ok(smtp && localKey);
      const transport = createTransport({
        ...smtp,
        tls: { rejectUnauthorized: false },
        auth: { user: localKey.id, pass: deriveSmtpPassword(localKey.secret, "us-east-1") },
      });
      await assert.rejects(
        transport.sendMail({ from: "ann@sender.test", to: "bob@reader.example", text: "Hello" }),
        ({ response }: { response: string }) => {
          assert.equal(response.trimEnd(), `554 ${notVerified}`);
          return true;
        },
      );
      await setMailFrom(world, "USE_DEFAULT_VALUE");
      await send(world);
    });
  });
}
