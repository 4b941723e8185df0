// Reports whose fields say nothing of the reason, as two mail systems write them.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { GetMessageInsightsCommand, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { createTransport } from "nodemailer";
import { engines } from "#test/support/engines.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

/** Exim 4.96, of an address that it had taken. */
const exim = (address: string, reason: string) => `X-Failed-Recipients: ${address}
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mx.far.example>
Content-Type: multipart/report; report-type=delivery-status; boundary=1795730880-eximdsn-854546371
MIME-Version: 1.0
Subject: Mail delivery failed: returning message to sender

--1795730880-eximdsn-854546371
Content-type: text/plain; charset=us-ascii

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ${address}
    ${reason}

--1795730880-eximdsn-854546371
Content-type: message/delivery-status

Reporting-MTA: dns; mx.far.example

Action: failed
Final-Recipient: rfc822;${address}
Status: 5.0.0

--1795730880-eximdsn-854546371
Content-type: message/rfc822

Subject: Hello

--1795730880-eximdsn-854546371--
`;

/** OpenSMTPD 6.8, of a message that it was to pass on. */
const openSmtpd = (address: string, reason: string) => `Subject: Delivery status notification: failed
From: Mailer Daemon <MAILER-DAEMON@mx.far.example>
MIME-Version: 1.0
Content-Type: multipart/mixed;boundary="5929311436346489223/mx.far.example"

This is a MIME-encapsulated message.

--5929311436346489223/mx.far.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

    Hi!

    This is the MAILER-DAEMON, please DO NOT REPLY to this email.

    An error has occurred while attempting to deliver a message for
    the following list of recipients:

${address}: ${reason}

    Below is a copy of the original message:

--5929311436346489223/mx.far.example
Content-Description: Delivery Report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.far.example

Final-Recipient: rfc822; ${address}
Action: failed
Status: 5.0.0

--5929311436346489223/mx.far.example
Content-Description: Message headers
Content-Type: text/rfc822-headers

Subject: Hello

--5929311436346489223/mx.far.example--
`;

for (const engine of engines) {
  describe(`a report in words, on ${engine}`, () => {
    for (const [what, report, reason, type, subType] of [
      ["Exim's of an unknown user", exim, "Unknown user", "PERMANENT", "General"],
      ["Exim's of an address it has no way to", exim, "Unrouteable address", "PERMANENT", "General"],
      [
        "Exim's of a full mailbox",
        exim,
        "mailbox is full (MTA-imposed quota exceeded while writing to file /var/mail/bob)",
        "TRANSIENT",
        "MailboxFull",
      ],
      [
        "OpenSMTPD's of an unknown user",
        openSmtpd,
        "550 5.1.1 <bob@far.example>: Recipient address rejected: User unknown",
        "PERMANENT",
        "General",
      ],
      [
        "OpenSMTPD's of a blocklist",
        openSmtpd,
        "554 5.7.1 Client host [192.0.2.1] blocked using zen.spamhaus.org",
        "TRANSIENT",
        "General",
      ],
    ] as const) {
      test(`${what} is a bounce for that reason`, async () => {
        const to = "bob@far.example";
        await using receiver = await startSmtpReceiver({ hideSTARTTLS: true });
        await using world = await World.start(engine, {
          settings: { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` },
        });
        await verifiedDomain(world, "sender.test");
        const { MessageId } = await world.ses.send(
          new SendEmailCommand({
            FromEmailAddress: "ann@sender.test",
            Destination: { ToAddresses: [to] },
            Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello,\n" } } } },
          }),
        );
        await world.settle();
        const { inbound } = world.app;
        const returnPath = receiver.received[0]?.from;
        assert.ok(inbound && returnPath);
        await createTransport({ host: inbound.host, port: inbound.port, ignoreTLS: true }).sendMail({
          envelope: { from: "", to: returnPath },
          raw: report(to, reason).replaceAll("\n", "\r\n"),
        });
        await world.settle();
        const { Insights } = await world.ses.send(new GetMessageInsightsCommand({ MessageId }));
        const bounce = Insights?.[0]?.Events?.find(({ Type }) => Type === "BOUNCE")?.Details?.Bounce;
        assert.deepEqual(bounce, { BounceType: type, BounceSubType: subType, DiagnosticCode: reason });
      });
    }
  });
}
