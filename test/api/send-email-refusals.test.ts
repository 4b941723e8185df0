import assert from "node:assert/strict";
import { test } from "node:test";
import { SendEmailCommand, type SendEmailCommandInput } from "@aws-sdk/client-sesv2";
import { describeOperation } from "#test/support/operation.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";

/** A little over 40 MB, which is 53 MB on the wire. */
function largeMessage(): Buffer {
  const lines = Buffer.alloc(41 * 1024 * 1024, `${"x".repeat(70)}\r\n`);
  return Buffer.concat([Buffer.from("From: ann@faulty.test\r\nTo: bob@faulty.example\r\n\r\n"), lines]);
}

describeOperation("SendEmail", (world) => {
  const send = async (input: SendEmailCommandInput) => await world().ses.send(new SendEmailCommand(input));
  const simple = (subject = "Hello") => ({
    Simple: { Subject: { Data: subject }, Body: { Text: { Data: "Hello,\n" } } },
  });
  const raw = (text: string) => ({ Raw: { Data: Buffer.from(text.replaceAll("\n", "\r\n")) } });

  test("files that SES does not carry, too many parts and fields that may be there once are refused, however they come", async () => {
    await verifiedDomain(world(), "files.test");
    const from = { FromEmailAddress: "ann@files.test" };
    const to = { Destination: { ToAddresses: ["bob@files.example"] } };
    const { Simple } = simple();
    const withFile = (FileName: string) => ({
      Simple: { ...Simple, Attachments: [{ FileName, RawContent: Buffer.from("MZ") }] },
    });
    const withHeaders = (...Headers: { Name: string; Value: string }[]) => ({
      Simple: { ...Simple, Headers },
    });
    const start = "From: ann@files.test\nTo: bob@files.example\n";
    const parts = (count: number, fields = "") =>
      raw(
        `${start}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n` +
          `${`--b\n${fields}\nx\n`.repeat(count)}--b--\n`,
      );
    const cases: [SendEmailCommandInput, RegExp][] = [
      [{ ...from, ...to, Content: withFile("setup.EXE") }, /type '\.exe' are not allowed: setup\.EXE/],
      [
        { ...from, ...to, Content: withFile("setup.exe. .") },
        /type '\.exe' are not allowed: setup\.exe\. \./,
      ],
      [{ Content: parts(1, 'Content-Disposition: attachment; filename="setup.exe"\n') }, /'\.exe'/],
      [{ Content: parts(501) }, /more than 500 MIME parts/],
      [
        { Content: raw(`${start}References: <a@b>\nReferences: <c@d>\n\nx\n`) },
        /Duplicate header 'References'/,
      ],
      [{ Content: raw(`${start}Content-Type: text/plain\ncontent-type: text/html\n\nx\n`) }, /Duplicate/],
      [
        {
          ...from,
          ...to,
          Content: withHeaders({ Name: "List-Id", Value: "a" }, { Name: "List-ID", Value: "b" }),
        },
        /Duplicate header 'List-ID'/,
      ],
      [
        { ...from, ...to, Content: withHeaders({ Name: "", Value: "a" }) },
        /^The header name must be specified\.$/,
      ],
      [
        { ...from, ...to, Content: withHeaders({ Name: "a b", Value: "a" }) },
        /headers\.1\.member\.name.*pattern/,
      ],
    ];
    for (const [input, message] of cases) {
      await assert.rejects(send(input), { name: "BadRequestException", message });
    }
    await send({ Content: parts(500) });
    const longest = `X-${"n".repeat(124)}`;
    await send({
      ...from,
      Destination: { ToAddresses: ["eve@files.example"] },
      Content: withHeaders(
        { Name: "X-Twice", Value: "a" },
        { Name: "X-Twice", Value: "b" },
        { Name: longest, Value: "c".repeat(996 - 126) },
      ),
    });
    const { source } = await world().inbox("eve@files.example");
    assert.match(source, /^X-Twice: a\r\nX-Twice: b\r$/m);
    assert.match(source, new RegExp(`^${longest}: c{870}\\r$`, "m"));
  });

  test("a multipart that has no first boundary is refused, with words before it it goes out", async () => {
    await verifiedDomain(world(), "multipart.test");
    const mixed = (body: string) => ({
      Content: raw(
        "From: ann@multipart.test\nTo: bob@multipart.example\nMIME-Version: 1.0\n" +
          `Content-Type: multipart/alternative;\n boundary="a b"\n\n${body}`,
      ),
    });
    for (const body of ["", "Hello\n", "--a\n\nHello\n--a--\n", "--a b--\n"]) {
      await assert.rejects(send(mixed(body)), {
        name: "BadRequestException",
        message: "Missing start boundary",
      });
    }
    await send(mixed("For old readers.\n--a b \n\nHello\n"));
    assert.match((await world().inbox("bob@multipart.example")).source, /^For old readers\.\r$/m);
  });

  test("more addresses than a message may have are refused before any of them is read", async () => {
    const many = ["no address", ...Array<string>(50).fill("bob@many.example")];
    const from = { FromEmailAddress: "ann@many.test", Content: simple() };
    const tooMany = { name: "BadRequestException", message: "Recipient count exceeds 50." };
    for (const Destination of [
      { ToAddresses: many },
      { CcAddresses: many.slice(0, 20), BccAddresses: many.slice(20), ToAddresses: ["ann@many.example"] },
    ]) {
      await assert.rejects(send({ ...from, Destination }), tooMany);
      await assert.rejects(send({ Destination, Content: raw("From: ann@many.test\n\nHello\n") }), tooMany);
    }
    const Destination = { ToAddresses: ["bob@many.example"] };
    await assert.rejects(send({ ...from, Destination, ReplyToAddresses: many }), {
      name: "BadRequestException",
      message: "There are more than 50 addresses to reply to.",
    });
  });

  test("everybody whom a From field names must be verified, and there must be somebody", async () => {
    await verifiedDomain(world(), "authors.test");
    const from = (text: string) => ({
      Destination: { ToAddresses: ["bob@authors.example"] },
      Content: raw(`From: ${text}\nSubject: x\n\nHello\n`),
    });
    const two = '"Ann" <ann@authors.test>, The Bank <pay@bank.example>';
    await assert.rejects(send(from(two)), {
      name: "MessageRejected",
      message:
        'Email address is not verified. The following identities failed the check in region US-EAST-1: "The Bank" <pay@bank.example>',
    });
    await assert.rejects(send({ ...from("The Bank:;"), FromEmailAddress: "ann@authors.test" }), {
      name: "BadRequestException",
      message: "Missing required header 'From'.",
    });
    await send(from("ann@authors.test, Eve <eve@authors.test>"));
    const { source } = await world().inbox("bob@authors.example");
    assert.match(source, /^From: ann@authors\.test, Eve <eve@authors\.test>\r$/m);
  });

  test("whoever names more senders than a message has recipients is refused before any of them is looked for", async () => {
    const many = Array.from({ length: 51 }, (_, at) => `a${at}@b${at}.example`).join(",\n ");
    for (const name of ["From: ann@few.test\nSender", "From"]) {
      await assert.rejects(send({ Content: raw(`${name}: ${many}\nTo: bob@few.example\n\nx\n`) }), {
        name: "BadRequestException",
        message: "The message names more than 50 senders.",
      });
    }
  });

  test("a Sender among the headers of a call must be verified as From is", async () => {
    await verifiedDomain(world(), "secretary.test");
    const sentBy = (Value: string) => ({
      FromEmailAddress: "ann@secretary.test",
      Destination: { ToAddresses: ["bob@secretary.example"] },
      Content: { Simple: { ...simple().Simple, Headers: [{ Name: "Sender", Value }] } },
    });
    await assert.rejects(send(sentBy("ceo@bank.example")), {
      name: "MessageRejected",
      message:
        "Email address is not verified. The following identities failed the check in region US-EAST-1: ceo@bank.example",
    });
    await send(sentBy("eve@secretary.test"));
  });

  test("what is encoded in the name of a Sender stays a name", async () => {
    await verifiedDomain(world(), "encoded.test");
    await send({
      FromEmailAddress: "ann@encoded.test",
      Destination: { ToAddresses: ["bob@encoded.example"] },
      Content: {
        Simple: {
          ...simple().Simple,
          Headers: [{ Name: "sender", Value: "=?utf-8?q?ceo=40bank.example=2C?= <eve@encoded.test>" }],
        },
      },
    });
    const { source } = await world().inbox("bob@encoded.example");
    assert.match(source, /^Sender: "ceo@bank\.example," <eve@encoded\.test>\r$/m);
  });

  test("blind copies and what would spoil the parts are left out of the header", async () => {
    await verifiedDomain(world(), "blind.test");
    const Headers = [
      { Name: "Content-Transfer-Encoding", Value: "base64" },
      { Name: "Resent-Bcc", Value: "secret@blind.example" },
    ];
    const sent = {
      FromEmailAddress: "ann@blind.test",
      Destination: { ToAddresses: ["bob@blind.example"] },
    };
    await send({ ...sent, Content: { Simple: { ...simple().Simple, Headers } } });
    const composed = (await world().inbox("bob@blind.example")).source;
    await send({
      ...sent,
      Content: raw("From: ann@blind.test\nResent-Bcc: secret@blind.example\n\nHello\n"),
    });
    const whole = (await world().inbox("bob@blind.example")).source;
    assert.notEqual(whole, composed);
    for (const source of [composed, whole]) assert.doesNotMatch(source, /secret/);
    assert.doesNotMatch(composed.split("\r\n\r\n")[0] ?? "", /base64/);
  });

  test("what cannot be a message is refused with what is wrong", async () => {
    await verifiedDomain(world(), "faulty.test");
    const from = { FromEmailAddress: "ann@faulty.test" };
    const to = { Destination: { ToAddresses: ["bob@faulty.example"] } };
    const cases: [SendEmailCommandInput, RegExp][] = [
      [{ ...to, Content: simple() }, /FromEmailAddress is required/],
      [{ ...from, Content: simple() }, /no recipients/],
      [{ ...from, ...to, Content: {} }, /exactly one of Simple, Raw and Template/],
      [{ ...from, Destination: { ToAddresses: ["bob"] }, Content: simple() }, /Missing final '@domain'/],
      [{ ...from, Destination: { ToAddresses: Array(51).fill("b@c.example") }, Content: simple() }, /50/],
      [
        { ...from, ...to, Content: raw("To: bob@faulty.example\n\nHello\n") },
        /Missing required header 'From'/,
      ],
      [{ ...from, ...to, Content: raw(`From: ann@faulty.test\n\n${"x".repeat(1_000)}\n`) }, /1,000/],
      [{ ...from, ...to, Content: raw("From: ann@faulty.test\n\na\0b\n") }, /NUL octet/],
      [{ ...from, ...to, Content: { Raw: { Data: largeMessage() } } }, /larger than 41943040 bytes/],
      // What could not be signed is said at once, and not by a bounce.
      [{ ...from, ...to, Content: simple("x ".repeat(33_000)) }, /subject is longer than 65536/],
      [
        { Content: raw(`From: ann@faulty.test\nX-Note: ${"x\n ".repeat(400_000)}\n\nx\n`) },
        /header is longer than 1048576/,
      ],
      [
        { ...from, ...to, Content: simple(), EmailTags: [{ Name: "a b", Value: "c" }] },
        /Invalid tag name <a b>/,
      ],
    ];
    for (const [input, message] of cases) {
      await assert.rejects(send(input), (error: Error) => {
        assert.equal(error.name, "BadRequestException", error.message);
        assert.match(error.message, message);
        return true;
      });
    }
  });
});
