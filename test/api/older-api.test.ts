// The older API of SES (2010-12-01), as its own client calls it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as older from "@aws-sdk/client-ses";
import {
  CreateConfigurationSetCommand,
  CreateEmailIdentityPolicyCommand,
  CreateEmailTemplateCommand,
  PutAccountSendingAttributesCommand,
  PutConfigurationSetSendingOptionsCommand,
} from "@aws-sdk/client-sesv2";
import { hourMs } from "#platform/clock.ts";
import { borrower, newBorrower } from "#test/support/borrower.ts";
import { engines } from "#test/support/engines.ts";
import { olderClient } from "#test/support/older-client.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const Source = '"Ann Ä" <ann@sender.test>';
const Message = { Subject: { Data: "Grüße & <Küsse>" }, Body: { Text: { Data: "Hello +%&=\r\n😀" } } };
const to = (...ToAddresses: string[]) => ({ ToAddresses });

async function sender(engine: (typeof engines)[number]): Promise<World> {
  const world = await World.start(engine);
  await verifiedDomain(world, "sender.test");
  return world;
}

interface Kept {
  readonly id: string;
  readonly configuration_set: string;
  readonly tags: object;
}

for (const engine of engines) {
  describe(`the older API of SES, on ${engine}`, () => {
    test("SendEmail sends what was said, to everybody, with its tags and its configuration set", async () => {
      await using world = await sender(engine);
      await world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "letters" }));
      const { MessageId } = await olderClient(world).send(
        new older.SendEmailCommand({
          Source,
          Destination: { ...to("bob@reader.example"), CcAddresses: [], BccAddresses: ["eve@reader.example"] },
          Message: {
            ...Message,
            Body: { ...Message.Body, Html: { Data: "<p>Hello 😀</p>", Charset: "UTF-8" } },
          },
          ReplyToAddresses: ["answers@sender.test"],
          ReturnPath: "bounces@sender.test",
          Tags: [
            { Name: "campaign", Value: "spring" },
            { Name: "kind", Value: "news" },
          ],
          ConfigurationSetName: "letters",
        }),
      );
      for (const reader of ["bob@reader.example", "eve@reader.example"]) {
        const { subject, text, html, source } = await world.inbox(reader);
        assert.deepEqual([subject, text.trimEnd()], ["Grüße & <Küsse>", "Hello +%&=\n😀"]);
        assert.match(html, /<p>Hello 😀/);
        assert.match(source, /^Reply-To: answers@sender\.test\r$/m);
        assert.doesNotMatch(source, /eve@|^Bcc/im);
      }
      for (const tag of ["campaign:spring", "kind:news"]) {
        const { messages } = await world.plain<{ messages: Kept[] }>("GET", `/signet/v1/messages?tag=${tag}`);
        assert.deepEqual(
          messages.map(({ id, configuration_set }) => [id, configuration_set]),
          [[MessageId, "letters"]],
        );
      }
    });

    test("SendRawEmail sends the message as it is, to whom the call or its header names", async () => {
      await using world = await sender(engine);
      const ses = olderClient(world);
      const Data = Buffer.from(
        "From: ann@sender.test\r\nTo: bob@reader.example\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n\r\n\xfb\xff\xfe Hello\r\n",
        "latin1",
      );
      await ses.send(new older.SendRawEmailCommand({ RawMessage: { Data } }));
      assert.match((await world.inbox("bob@reader.example")).subject, /^Grüße$/);
      await ses.send(
        new older.SendRawEmailCommand({
          Source: "ann@sender.test",
          Destinations: ["eve@reader.example"],
          RawMessage: { Data },
        }),
      );
      assert.match((await world.inbox("eve@reader.example")).source, /^To: bob@reader\.example\r$/m);
      await ses.send(new older.SendRawEmailCommand({ Destinations: [], RawMessage: { Data } }));
    });

    test("SendTemplatedEmail and SendBulkTemplatedEmail fill a template in", async () => {
      await using world = await sender(engine);
      const ses = olderClient(world);
      await world.ses.send(
        new CreateEmailTemplateCommand({
          TemplateName: "news",
          TemplateContent: { Subject: "Hello {{name}}", Text: "{{name}}, {{place}}" },
        }),
      );
      await ses.send(
        new older.SendTemplatedEmailCommand({
          Source,
          Destination: to("bob@reader.example"),
          Template: "news",
          TemplateArn: "arn:aws:ses:us-east-1:000000000000:template/news",
          TemplateData: '{"name":"Bob","place":"here"}',
        }),
      );
      assert.equal((await world.inbox("bob@reader.example")).subject, "Hello Bob");
      const { Status } = await ses.send(
        new older.SendBulkTemplatedEmailCommand({
          Source,
          Template: "news",
          DefaultTemplateData: '{"name":"you","place":"there"}',
          DefaultTags: [{ Name: "kind", Value: "news" }],
          Destinations: [
            { Destination: to("eve@reader.example"), ReplacementTemplateData: '{"name":"Eve"}' },
            { Destination: to("no address") },
            {
              Destination: to("dan@reader.example"),
              ReplacementTags: [{ Name: "kind", Value: "other" }],
            },
          ],
        }),
      );
      assert.deepEqual(
        Status?.map((one) => [one.Status, typeof one.MessageId]),
        [
          ["Success", "string"],
          ["InvalidParameterValue", "undefined"],
          ["Success", "string"],
        ],
      );
      const toNoTemplate = new older.SendBulkTemplatedEmailCommand({
        Source,
        Template: "none",
        DefaultTemplateData: "{}",
        Destinations: [{ Destination: to("eve@reader.example") }],
      });
      await assert.rejects(ses.send(toNoTemplate), older.TemplateDoesNotExistException);
      assert.match((await world.inbox("eve@reader.example")).text, /^Eve, there/);
      assert.match((await world.inbox("dan@reader.example")).text, /^you, there/);
      const { messages } = await world.plain<{ messages: Kept[] }>(
        "GET",
        "/signet/v1/messages?tag=kind:other",
      );
      assert.deepEqual(
        messages.map(({ id }) => id),
        [Status?.[2]?.MessageId],
      );
    });

    test("what an account may send is told as programs ask for it before they send", async () => {
      await using world = await sender(engine);
      const ses = olderClient(world);
      const { $metadata: _, ...quota } = await ses.send(new older.GetSendQuotaCommand({}));
      assert.deepEqual(quota, { Max24HourSend: -1, MaxSendRate: 1_000_000, SentLast24Hours: 0 });
      const enabled = new older.GetAccountSendingEnabledCommand({});
      assert.equal((await ses.send(enabled)).Enabled, true);
      await world.ses.send(new PutAccountSendingAttributesCommand({ SendingEnabled: false }));
      await world.pass(2_000);
      assert.equal((await olderClient(world).send(enabled)).Enabled, false);
    });

    test("what became of mail is told by the hour", async () => {
      await using world = await sender(engine);
      const send = async (...addresses: string[]) =>
        await olderClient(world).send(
          new older.SendEmailCommand({ Source, Destination: to(...addresses), Message }),
        );
      await world.pass(1.5 * hourMs - (world.clock.now() % hourMs));
      const begun = Math.floor(world.clock.now() / hourMs) * hourMs;
      await send("bob@reader.example", "bounce@simulator.amazonses.com");
      await world.settle();
      await world.pass(2 * hourMs);
      await send("complaint@simulator.amazonses.com");
      await world.settle();
      const { SendDataPoints = [] } = await olderClient(world).send(new older.GetSendStatisticsCommand({}));
      assert.deepEqual(
        SendDataPoints.map((point) => ({ ...point, Timestamp: Number(point.Timestamp) - begun })),
        [
          { Timestamp: 0, DeliveryAttempts: 2, Bounces: 1, Complaints: 0, Rejects: 0 },
          { Timestamp: 2 * hourMs, DeliveryAttempts: 1, Bounces: 0, Complaints: 1, Rejects: 0 },
        ],
      );
    });

    test("another account sends by SourceArn what a policy lets it, which may ask for the version of the API", async () => {
      await using world = await sender(engine);
      const { id, secret } = await newBorrower(world);
      const credentials = { accessKeyId: id, secretAccessKey: secret };
      const arn = "arn:aws:ses:us-east-1:000000000000:identity/sender.test";
      const lend = async (action: string, version: string) =>
        await world.ses.send(
          new CreateEmailIdentityPolicyCommand({
            EmailIdentity: "sender.test",
            PolicyName: `${action}-${version}`,
            Policy: JSON.stringify({
              Version: "2012-10-17",
              Statement: [
                {
                  Effect: "Allow",
                  Principal: { AWS: borrower },
                  Action: `ses:${action}`,
                  Resource: arn,
                  Condition: { StringEquals: { "ses:ApiVersion": version } },
                },
              ],
            }),
          }),
        );
      const send = async (more: Partial<older.SendEmailCommandInput>) =>
        await olderClient(world, { credentials }).send(
          new older.SendEmailCommand({ Source, Destination: to("bob@reader.example"), Message, ...more }),
        );
      const sendRaw = async (more: Partial<older.SendRawEmailCommandInput>) =>
        await olderClient(world, { credentials }).send(
          new older.SendRawEmailCommand({
            RawMessage: { Data: Buffer.from("From: ann@sender.test\r\nTo: bob@reader.example\r\n\r\nHello") },
            ...more,
          }),
        );
      await lend("SendEmail", "2");
      await assert.rejects(send({ SourceArn: arn }), { name: "AccessDenied" });
      await lend("SendEmail", "1");
      await assert.rejects(send({}), older.MessageRejected);
      await send({ SourceArn: arn });
      await assert.rejects(sendRaw({ SourceArn: arn }), { name: "AccessDenied" });
      await lend("SendRawEmail", "1");
      await sendRaw({ SourceArn: arn });
      await sendRaw({ FromArn: arn });
    });

    test("a refusal is the exception that the older API has for it", async () => {
      await using world = await sender(engine);
      const ses = olderClient(world);
      const send = (more: Partial<older.SendEmailCommandInput>) =>
        ses.send(
          new older.SendEmailCommand({ Source, Destination: to("bob@reader.example"), Message, ...more }),
        );
      const template = {
        Source,
        Destination: to("bob@reader.example"),
        Template: "none",
        TemplateData: "{}",
      };
      await assert.rejects(send({ Source: "eve@other.test" }), (error: unknown) => {
        assert.ok(error instanceof older.MessageRejected);
        assert.match(error.message, /^Email address is not verified\. .* US-EAST-1: eve@other\.test$/);
        assert.equal(error.$metadata.httpStatusCode, 400);
        assert.match(error.$metadata.requestId ?? "", /^[0-9a-f-]{36}$/);
        return true;
      });
      await assert.rejects(
        send({ ConfigurationSetName: "none" }),
        older.ConfigurationSetDoesNotExistException,
      );
      await assert.rejects(
        ses.send(new older.SendTemplatedEmailCommand(template)),
        older.TemplateDoesNotExistException,
      );
      await assert.rejects(send({ Destination: to("<\x07&>") }), { name: "InvalidParameterValue" });
      await assert.rejects(send({ Message: { Subject: { Data: "" }, Body: {} } }), {
        name: "ValidationError",
      });
      await assert.rejects(send({ Source: undefined }), {
        name: "ValidationError",
        message:
          "1 validation error detected: Value at 'source' failed to satisfy constraint: Member must not be null",
      });
      await world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "paused" }));
      await world.ses.send(
        new PutConfigurationSetSendingOptionsCommand({
          ConfigurationSetName: "paused",
          SendingEnabled: false,
        }),
      );
      await assert.rejects(
        send({ ConfigurationSetName: "paused" }),
        older.ConfigurationSetSendingPausedException,
      );
      await world.ses.send(new PutAccountSendingAttributesCommand({ SendingEnabled: false }));
      await world.pass(2_000);
      await assert.rejects(send({}), older.AccountSendingPausedException);
    });
  });
}
