import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type AttachmentContentTransferEncoding,
  CreateConfigurationSetCommand,
  CreateEmailIdentityCommand,
  DeleteConfigurationSetCommand,
  PutConfigurationSetSendingOptionsCommand,
  PutEmailIdentityConfigurationSetAttributesCommand,
  PutEmailIdentityDkimAttributesCommand,
  SendEmailCommand,
  type SendEmailCommandInput,
} from "@aws-sdk/client-sesv2";
import { describeOperation, refused } from "#test/support/operation.ts";
import { signaturesOf } from "#test/support/signatures.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";

const idForm =
  /^0100[0-9a-f]{12}-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}-000000$/;

describeOperation("SendEmail", (world) => {
  const verified = new Map<string, Promise<unknown>>();
  const domain = async (name: string) => {
    const known = verified.get(name) ?? verifiedDomain(world(), name);
    verified.set(name, known);
    await known;
  };
  const send = async (input: SendEmailCommandInput) => await world().ses.send(new SendEmailCommand(input));
  const simple = (text = "Hello,\n") => ({
    Simple: { Subject: { Data: "Grüße" }, Body: { Text: { Data: text }, Html: { Data: "<p>Hello,</p>" } } },
  });
  const raw = (text: string) => ({ Raw: { Data: Buffer.from(text.replaceAll("\n", "\r\n")) } });

  test("a simple message from an address of a verified domain arrives, signed by the domain and by the service", async () => {
    await domain("simple.test");
    const { MessageId } = await send({
      FromEmailAddress: "Ann <ann@mail.simple.test>",
      Destination: { ToAddresses: ["bob@simple.example"], BccAddresses: ["eve@simple.example"] },
      ReplyToAddresses: ["desk@simple.test"],
      Content: simple(),
    });
    assert.match(MessageId ?? "", idForm);
    const message = await world().inbox("bob@simple.example");
    assert.equal(message.subject, "Grüße");
    assert.match(message.source, /^From: Ann <ann@mail\.simple\.test>\r$/m);
    assert.match(message.source, /^Reply-To: desk@simple\.test\r$/m);
    assert.doesNotMatch(message.source, /eve@/);
    assert.match(
      message.source,
      new RegExp(`^Message-ID: <${MessageId}@us-east-1\\.signet\\.localhost>\\r$`, "m"),
    );
    assert.deepEqual(await signaturesOf(world(), message.source), [
      { domain: "simple.test", result: "pass" },
      { domain: "signet.localhost", result: "pass" },
    ]);
  });

  test("with the domain's signing switched off, only the service signs", async () => {
    await domain("unsigned.test");
    await world().ses.send(
      new PutEmailIdentityDkimAttributesCommand({ EmailIdentity: "unsigned.test", SigningEnabled: false }),
    );
    await send({
      FromEmailAddress: "ann@unsigned.test",
      Destination: { ToAddresses: ["bob@unsigned.example"] },
      Content: simple(),
    });
    const { source } = await world().inbox("bob@unsigned.example");
    assert.deepEqual(await signaturesOf(world(), source), [{ domain: "signet.localhost", result: "pass" }]);
  });

  test("a raw message keeps its own words; what is meant for the service is taken out", async () => {
    await domain("raw.test");
    await send({
      Content: raw(
        `From: "Ann, of Raw" <ann@raw.test>
To: bob@raw.example
Bcc: eve@raw.example
Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=
X-SES-MESSAGE-TAGS: campaign=spring, kind=a.b
X-Custom: kept  as it
 is
Date: Mon, 1 Jan 2001 00:00:00 +0000
Message-ID: <mine@raw.test>
Content-Type: text/plain; charset=utf-8

Hello,
`,
      ),
    });
    const { source } = await world().inbox("bob@raw.example");
    assert.match(source, /^X-Custom: kept {2}as it\r\n is\r$/m);
    // Not anywhere: a signature may have any letters.
    assert.doesNotMatch(source, /^(?:X-SES|Bcc)|mine@raw\.test|Jan 2001/im);
    assert.ok(await world().inbox("eve@raw.example"));
    assert.deepEqual(await signaturesOf(world(), source), [
      { domain: "raw.test", result: "pass" },
      { domain: "signet.localhost", result: "pass" },
    ]);
  });

  test("what a caller has encoded itself is read as it was meant, and breaks out of no field", async () => {
    await domain("encoded.test");
    const encoded = (Data: string) => ({
      FromEmailAddress: "=?UTF-8?Q?J=C3=B6rg?= <joerg@encoded.test>",
      Destination: { ToAddresses: ["bob@encoded.example"] },
      Content: {
        Simple: {
          Subject: { Data },
          Body: { Text: { Data: "Hello,\n" } },
          Headers: [{ Name: "X-Shop", Value: "=?utf-8?q?K=C3=A4se?= & more" }],
        },
      },
    });
    await send(encoded("=?UTF-8?B?R3LDvMOfZQ==?= =?UTF-8?B?IGFuIGFsbGU=?="));
    const { subject, source } = await world().inbox("bob@encoded.example");
    assert.equal(subject, "Grüße an alle");
    const shop = /^X-Shop: =\?UTF-8\?B\?([^?]+)\?=\r$/m.exec(source)?.[1] ?? "";
    assert.equal(Buffer.from(shop, "base64").toString(), "Käse & more");
    await refused(
      send(encoded("=?utf-8?q?a=0D=0ABcc:_eve@encoded.example?=")),
      "BadRequestException",
      400,
      "The Subject field has a line end or NUL in it.",
    );
  });

  test("X-SES- fields among the headers of a call do what they do in a raw message, and are taken out", async () => {
    await domain("instructed.test");
    await world().ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "instructed" }));
    const { Simple } = simple();
    const instructed = (set: string) => ({
      FromEmailAddress: "ann@instructed.test",
      Destination: { ToAddresses: ["bob@instructed.example"] },
      Content: {
        Simple: {
          ...Simple,
          Headers: [
            { Name: "X-SES-CONFIGURATION-SET", Value: set },
            { Name: "x-ses-message-tags", Value: "campaign=autumn" },
            { Name: "X-SES-Anything", Value: "else" },
          ],
        },
      },
    });
    await assert.rejects(send(instructed("absent")), { name: "NotFoundException" });
    const { MessageId } = await send(instructed("instructed"));
    assert.doesNotMatch((await world().inbox("bob@instructed.example")).source, /x-ses/i);
    const { messages } = await world().plain<{ messages: { id: string; configuration_set: string }[] }>(
      "GET",
      "/signet/v1/messages?tag=campaign:autumn",
    );
    assert.deepEqual(
      messages.map(({ id, configuration_set: set }) => [id, set]),
      [[MessageId, "instructed"]],
    );
  });

  test("attachments arrive as they were, those shown in the HTML beside it", async () => {
    await domain("attached.test");
    const { Simple } = simple();
    await send({
      FromEmailAddress: "ann@attached.test",
      Destination: { ToAddresses: ["bob@attached.example"] },
      Content: {
        Simple: {
          ...Simple,
          Headers: [{ Name: "X-Campaign", Value: "spring" }],
          Attachments: [
            { FileName: "Übersicht.pdf", RawContent: Buffer.from("%PDF-1.7") },
            {
              FileName: "dot.png",
              RawContent: Buffer.from("png"),
              ContentId: "dot",
              ContentDisposition: "INLINE",
              ContentType: "image/png",
            },
          ],
        },
      },
    });
    const { source } = await world().inbox("bob@attached.example");
    assert.match(source, /^Content-Type: multipart\/mixed;/m);
    assert.match(source, /^Content-Type: multipart\/related;/m);
    assert.match(source, /filename\*=UTF-8''%C3%9Cbersicht\.pdf/);
    assert.match(source, /^Content-ID: <dot>\r$/m);
    assert.match(source, /^X-Campaign: spring\r$/m);
    assert.match(source, new RegExp(Buffer.from("%PDF-1.7").toString("base64")));
  });

  test("an attachment goes in the encoding that was asked for, if it can", async () => {
    await domain("encoded.test");
    const { Simple } = simple();
    const attached = (
      FileName: string,
      text: string,
      ContentTransferEncoding: AttachmentContentTransferEncoding,
    ) => ({
      FileName,
      RawContent: Buffer.from(text),
      ContentTransferEncoding,
    });
    const Attachments = [
      attached("a.txt", "seven\r\nbits\r\n", "SEVEN_BIT"),
      attached("b.txt", "Grüße = greetings", "QUOTED_PRINTABLE"),
      attached("c.txt", "lines\nof Unix\n", "SEVEN_BIT"),
    ];
    await send({
      FromEmailAddress: "ann@encoded.test",
      Destination: { ToAddresses: ["bob@encoded.example"] },
      Content: { Simple: { ...Simple, Attachments } },
    });
    const { source } = await world().inbox("bob@encoded.example");
    assert.match(source, /^Content-Transfer-Encoding: 7bit\r\n\r\nseven\r\nbits\r\n\r\n--/m);
    assert.match(
      source,
      /^Content-Transfer-Encoding: quoted-printable\r\n\r\nGr=C3=BC=C3=9Fe =3D greetings\r\n--/m,
    );
    const base64 = Buffer.from("lines\nof Unix\n").toString("base64");
    assert.ok(source.includes(`Content-Transfer-Encoding: base64\r\n\r\n${base64}\r\n--`));
  });

  test("who is not verified is refused in SES's words, the region in upper case and the name as it was given", async () => {
    await refused(
      send({
        FromEmailAddress: '"Ann" <ann@nobody.test>',
        FeedbackForwardingEmailAddress: "desk@nobody.test",
        Destination: { ToAddresses: ["bob@example.net"] },
        Content: simple(),
      }),
      "MessageRejected",
      400,
      'Email address is not verified. The following identities failed the check in region US-EAST-1: "Ann" <ann@nobody.test>, desk@nobody.test',
    );
  });

  test("a dot-less sender is refused as unverified, which is how nodemailer tells that its credentials work", async () => {
    await refused(
      send({ Content: raw("From: <invalid@invalid>\nTo: <invalid@invalid>\n\nHello\n") }),
      "MessageRejected",
      400,
      "Email address is not verified. The following identities failed the check in region US-EAST-1: invalid@invalid",
    );
  });

  test("an address that is verified covers itself with a +label, and nothing else", async () => {
    const from = "ann@single.example";
    await world().ses.send(new CreateEmailIdentityCommand({ EmailIdentity: from }));
    const link = /https?:\/\/\S+\/verify\/\S+/.exec((await world().inbox(from)).text)?.[0] ?? "";
    assert.equal((await fetch(link)).status, 200);
    const to = { Destination: { ToAddresses: ["bob@single.example"] }, Content: simple() };
    await send({ FromEmailAddress: from, ...to });
    await send({ FromEmailAddress: "ann+news@single.example", ...to });
    for (const FromEmailAddress of ["bob@single.example", "Ann@single.example"]) {
      await assert.rejects(send({ FromEmailAddress, ...to }), { name: "MessageRejected" });
    }
  });

  test("a configuration set that is unknown, paused or was deleted stops the message", async () => {
    await domain("sets.test");
    const to = {
      FromEmailAddress: "ann@sets.test",
      Destination: { ToAddresses: ["bob@sets.example"] },
      Content: simple(),
    };
    await refused(
      send({ ...to, ConfigurationSetName: "absent" }),
      "NotFoundException",
      404,
      "Configuration set <absent> does not exist.",
    );
    await world().ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "paused" }));
    await world().ses.send(
      new PutConfigurationSetSendingOptionsCommand({ ConfigurationSetName: "paused", SendingEnabled: false }),
    );
    await refused(
      send({ ...to, ConfigurationSetName: "paused" }),
      "SendingPausedException",
      400,
      "Sending is paused for configuration set paused",
    );
    const fromHeader =
      "From: ann@sets.test\nTo: bob@sets.example\nX-SES-CONFIGURATION-SET: paused\n\nHello\n";
    await assert.rejects(send({ Content: raw(fromHeader) }), { name: "SendingPausedException" });
    await world().ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "gone" }));
    await world().ses.send(
      new PutEmailIdentityConfigurationSetAttributesCommand({
        EmailIdentity: "sets.test",
        ConfigurationSetName: "gone",
      }),
    );
    await send(to);
    await world().ses.send(new DeleteConfigurationSetCommand({ ConfigurationSetName: "gone" }));
    await refused(send(to), "BadRequestException", 400, "Configuration set <gone> does not exist.");
  });
});
