import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateConfigurationSetCommand,
  CreateContactListCommand,
  SendEmailCommand,
} from "@aws-sdk/client-sesv2";
import { createTransport } from "nodemailer";
import { type Seeded, seeded } from "#protocols/testdata/seeded.ts";
import { engines } from "#test/support/engines.ts";
import { SmtpConversation } from "#test/support/smtp-conversation.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const seed = Number(process.env["SIGNET_TEST_SEED"] ?? 20);

/** Text of pieces that break parsers, and of anything. */
function text(random: Seeded, most: number): string {
  const pieces = [
    "\r\n",
    "\n",
    "\r",
    "\0",
    " ",
    "\t",
    ":",
    ";",
    ",",
    "<",
    ">",
    "(",
    ")",
    '"',
    "\\",
    "@",
    "=?utf-8?b?AAA=?=",
    "=?utf-8?q?=00=ff?=",
    "=?x?z?y?=",
    "ann@sender.test",
    "bob@reader.example",
    "a@b",
    "To: ",
    "From: ",
    "Subject: ",
    "Content-Type: multipart/mixed; boundary=b\r\n",
    "\r\n\r\n",
    "--b",
    "--b--",
    "Content-Transfer-Encoding: base64\r\n",
    "X-SES-MESSAGE-TAGS: a=b, c\r\n",
    "X-SES-CONFIGURATION-SET: all\r\n",
    "X-SES-LIST-MANAGEMENT-OPTIONS: news; topic=\r\n",
    "X-SES-SOURCE-ARN: arn:aws:ses:x\r\n",
    "ü",
    "\u202e",
    "😀",
    "\u{fffd}",
    "{{#each a}}",
    "{{/each}}",
    "{{a.b}}",
    "{{> x}}",
    "{{amazonSESUnsubscribeUrl}}",
    "{{ses:openTracker}}",
    '<a href="http://x.example/">',
    "</a>",
    "<body>",
    "ses:no-track",
    "x".repeat(1_100),
    "=".repeat(80),
    "é".repeat(50),
    "__proto__",
    "constructor",
    "%00",
    "..",
    "'",
  ];
  return Array.from({ length: random.below(most) }, () => pieces[random.below(pieces.length)]).join("");
}

/** A message of which one part is not as it should be. */
function message(random: Seeded): Buffer {
  const odd = random.below(4);
  const header = odd === 0 ? text(random, 10) : "Subject: Hello";
  const type = ["text/plain", "text/html; charset=x", "multipart/mixed; boundary=b", "message/rfc822", "x"][
    random.below(5)
  ];
  const encoding = ["7bit", "base64", "quoted-printable", "x"][random.below(4)];
  const address = odd === 1 ? `, ${text(random, 3)}` : "";
  const set = random.below(2) === 0 ? "X-SES-CONFIGURATION-SET: all\r\n" : "";
  return Buffer.from(
    `From: ann@sender.test\r\nTo: bob@reader.example${address}\r\n${set}${header}\r\nContent-Type: ${type}\r\n` +
      `Content-Transfer-Encoding: ${encoding}\r\n\r\n${text(random, odd === 2 ? 40 : 3)}`,
    random.below(2) === 0 ? "latin1" : "utf8",
  );
}

/** A request of which few parts are not as they should be. */
function request(random: Seeded): unknown {
  const odd = (usual: string, most: number) => (random.below(8) === 0 ? text(random, most) : usual);
  const maybe = (part: object) => (random.below(3) === 0 ? part : {});
  const wording = {
    Subject: { Data: odd("Hello", 5) },
    Body: { Html: { Data: text(random, 30).replaceAll("\0", "") }, Text: { Data: odd("Hello", 10) } },
  };
  const headers = { Headers: [{ Name: odd("X-Odd", 2), Value: odd("odd", 3) }] };
  const attachments = {
    Attachments: [{ FileName: odd("a.txt", 3), RawContent: "AAAA", ContentType: odd("text/plain", 2) }],
  };
  const contents = [
    { Raw: { Data: message(random).toString("base64") } },
    { Simple: { ...wording, ...maybe(headers), ...maybe(attachments) } },
    {
      Template: {
        TemplateContent: { Subject: odd("{{b.c}}", 5), Html: odd("<p>{{a}}</p>", 10) },
        TemplateData: odd('{"a":[[1,2],[3]],"b":{"c":"d\\r\\nBcc: x@y.example"},"__proto__":{"x":1}}', 5),
      },
    },
  ];
  return {
    FromEmailAddress: odd("ann@sender.test", 3),
    Destination: {
      ToAddresses: [odd("bob@reader.example", 3)],
      BccAddresses: [odd("eve@reader.example", 3)],
    },
    ...maybe({ ReplyToAddresses: [odd("ann@sender.test", 3)] }),
    ...maybe({ ConfigurationSetName: odd("all", 2) }),
    ...maybe({ EmailTags: [{ Name: odd("a", 1), Value: odd("b", 2) }] }),
    ...maybe({ ListManagementOptions: { ContactListName: odd("news", 1) } }),
    ...maybe({ FeedbackForwardingEmailAddress: odd("ann@sender.test", 2) }),
    Content: contents[random.below(contents.length)],
  };
}

for (const engine of engines) {
  test(`whatever is sent, submitted, returned or followed, the answer is one, and what was taken arrives, on ${engine}`, async (context) => {
    await using world = await World.start(engine);
    await verifiedDomain(world, "sender.test");
    await world.ses.send(
      new CreateConfigurationSetCommand({
        ConfigurationSetName: "all",
        VdmOptions: { DashboardOptions: { EngagementMetrics: "ENABLED" } },
      }),
    );
    await world.ses.send(new CreateContactListCommand({ ContactListName: "news" }));
    const random = seeded(seed);
    const seen = new Map<string, number>();
    const note = (what: string) => void seen.set(what, (seen.get(what) ?? 0) + 1);
    for (let round = 0; round < 150; round++) {
      const body = request(random);
      const { status, error } = await world.call("POST", "/v2/email/outbound-emails", body);
      assert.ok(status < 500, JSON.stringify([status, error, body]));
      note(`api ${status}`);
    }
    const { smtp, inbound } = world.app;
    assert.ok(smtp && inbound);
    const { MessageId } = await world.ses.send(
      new SendEmailCommand({
        FromEmailAddress: "ann@sender.test",
        Destination: { ToAddresses: ["bob@reader.example"] },
        Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello" } } } },
      }),
    );
    const { envelope_from: returnPath } = await world.plain<{ envelope_from: string }>(
      "GET",
      `/signet/v1/messages/${MessageId}`,
    );
    for (const { port, host, to } of [
      { ...smtp, to: "bob@reader.example" },
      { ...inbound, to: returnPath },
    ]) {
      const transport = createTransport({ host, port, ignoreTLS: true, pool: true });
      for (let round = 0; round < 50; round++) {
        try {
          await transport.sendMail({ envelope: { from: "ann@sender.test", to }, raw: message(random) });
          note(`smtp ${port === smtp.port ? "submission" : "inbound"} taken`);
        } catch (error) {
          const code = (error as { responseCode?: number }).responseCode;
          assert.ok(code !== undefined && code >= 500, `${String(error)}`);
          note(`smtp ${code}`);
        }
      }
      transport.close();
      for (let round = 0; round < 10; round++) {
        await using client = await SmtpConversation.open(port);
        await client.reply();
        for (let line = 0; line < 3; line++) {
          const words = ["EHLO ", "MAIL FROM:", "RCPT TO:", "AUTH PLAIN ", "DATA", "RSET", ""];
          const said = await Promise.race([
            client
              .say(`${words[random.below(words.length)]}${text(random, 3).replaceAll(/[\r\n]/g, "")}`)
              .catch(() => "closed"),
            new Promise<string>((resolve) => setTimeout(() => resolve("silent"), 250)),
          ]);
          note(`line ${said.slice(0, 1)}`);
          if (said === "closed" || said === "silent" || said.startsWith("4")) break;
        }
      }
    }
    for (let round = 0; round < 100; round++) {
      const token = encodeURIComponent(text(random, 6));
      const path = ["/l/", "/o/", "/unsubscribe/", "/verify/", "/topics/confirm/", "/signet/v1/messages/"][
        random.below(6)
      ];
      const method = ["GET", "HEAD", "POST", "PUT"][random.below(4)] ?? "GET";
      const answer = await fetch(`${world.app.httpUrl}${path}${token}`, {
        method,
        redirect: "manual",
        ...(method === "POST" ? { body: text(random, 20) } : {}),
      });
      assert.ok(answer.status < 500 && answer.status !== 302, `${method} ${path}${token}: ${answer.status}`);
      note(`link ${answer.status}`);
    }
    await world.settle();
    const { messages } = await world.plain<{ messages: { id: string }[] }>(
      "GET",
      "/signet/v1/messages?page_size=1000",
    );
    for (const { id } of messages) {
      const shown = await world.plain<{ deliveries: { state: string }[]; events: { type: string }[] }>(
        "GET",
        `/signet/v1/messages/${id}`,
      );
      assert.ok(
        shown.deliveries.every(({ state }) => state === "delivered"),
        JSON.stringify(shown),
      );
    }
    const { messages: inbox } = await world.plain<{ messages: { id: string }[] }>(
      "GET",
      "/signet/v1/inbox?page_size=1000",
    );
    for (const { id } of inbox) {
      const { source, to } = await world.plain<{ source: string; to: string[] }>(
        "GET",
        `/signet/v1/inbox/${id}`,
      );
      const [header = ""] = source.split("\r\n\r\n");
      assert.doesNotMatch(header, /^(?:Bcc|X-SES)/im);
      assert.ok(!to.some((address) => address.includes("x@y.example")));
      assert.equal((await fetch(`${world.app.httpUrl}/signet/v1/inbox/${id}/rendered`)).status < 500, true);
    }
    context.diagnostic([...seen].map(([what, count]) => `${what}: ${count}`).join(", "));
    assert.ok(messages.length > 10);
  });
}
