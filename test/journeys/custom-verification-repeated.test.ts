import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CreateCustomVerificationEmailTemplateCommand,
  SendCustomVerificationEmailCommand,
} from "@aws-sdk/client-sesv2";
import { createTransport } from "nodemailer";
import { parseMessage } from "#features/message-content/index.ts";
import { engines } from "#test/support/engines.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { welcomeTemplate } from "#test/support/welcome-template.ts";
import { World } from "#test/support/world.ts";

function linkIn(content: Uint8Array): string {
  const [, link] = /href="([^"]+\/verify\/[^"]+)"/.exec(parseMessage(content)?.html ?? "") ?? [];
  assert.ok(link);
  return link;
}

/** What a server says of a message when it does not like the link in it. */
function report(recipient: string, link: string): string {
  return [
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    "",
    "--b",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mx.customer.example",
    "",
    `Final-Recipient: rfc822; ${recipient}`,
    "Action: failed",
    "Status: 5.7.1",
    `Diagnostic-Code: smtp; 554 5.7.1 Not wanted here: ${link}`,
    "",
    "--b--",
    "",
  ].join("\r\n");
}

for (const engine of engines) {
  describe(`a link that a mail server repeats, on ${engine}`, () => {
    test("its sender is not told it, whether the message is refused at once or comes back", async () => {
      const links: string[] = [];
      await using receiver = await startSmtpReceiver({
        hideSTARTTLS: true,
        async answer({ recipients: [recipient = ""], content }) {
          if (!recipient.endsWith("@customer.example")) return;
          const link = linkIn(content);
          links.push(link);
          if (!recipient.startsWith("refused")) return;
          throw Object.assign(new Error(`5.7.1 Not wanted here: ${link}`), { responseCode: 554 });
        },
      });
      await using world = await World.start(engine, {
        settings: { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` },
      });
      await verifiedDomain(world, "shop.test");
      await world.ses.send(new CreateCustomVerificationEmailTemplateCommand(welcomeTemplate));
      const ask = async (EmailAddress: string) => {
        const request = { EmailAddress, TemplateName: "welcome" };
        const { MessageId } = await world.ses.send(new SendCustomVerificationEmailCommand(request));
        await world.settle();
        return MessageId;
      };
      const refused = await ask("refused@customer.example");
      const returned = await ask("returned@customer.example");
      const { inbound } = world.app;
      assert.ok(inbound);
      const to = receiver.received.find(({ recipients }) => recipients[0]?.startsWith("returned"))?.from;
      const transport = createTransport({ host: inbound.host, port: inbound.port, ignoreTLS: true });
      const raw = report("returned@customer.example", links[1] ?? "");
      await transport.sendMail({ envelope: { from: "", to: to ?? "" }, raw });
      await world.settle();
      assert.equal(links.length, 2);
      const shown = await Promise.all(
        [refused, returned].map(async (id) =>
          JSON.stringify(await world.plain("GET", `/signet/v1/messages/${id}`)),
        ),
      );
      const forwarded = receiver.received.filter(({ recipients }) => recipients.includes("hello@shop.test"));
      assert.equal(forwarded.length, 2);
      const told = [...shown, ...forwarded.map(({ content }) => parseMessage(content)?.text ?? "")];
      for (const text of told) {
        assert.match(text, /Not wanted here: http/);
        for (const link of links) assert.ok(!text.includes(link.slice(-43)), text);
      }
    });
  });
}
