import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import { withCrlf } from "#protocols/mime/line-ends.ts";
import { seeded } from "#protocols/testdata/seeded.ts";
import { writeKeyRecord } from "./record.ts";
import { dkimSignatures, UnsignableMessage } from "./sign.ts";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
const signer = { domain: "example.com", selector: "token", privateKey };
const record = writeKeyRecord(publicKey.export({ format: "der", type: "spki" }).toString("base64"));
const now = Date.parse("2026-11-04T12:00:00Z");

const header = [
  "From: Ann <ann@example.com>",
  "To: bob@example.net,",
  "\t carol@example.net",
  "Subject:  A   subject\t with  space ",
  "Date: Wed, 04 Nov 2026 12:00:00 +0000",
  "Message-ID: <1@example.com>",
  "X-Repeated: one",
  "X-Repeated: two",
  "X-Utf-8: \u00e4\u00a0",
  "X-Empty:",
  "",
].join("\r\n");
const message = `${header}\r\nHello,\r\n.dot\r\n  two  spaces  \r\n\r\n\r\n`;

/** The verdict of an independent implementation on a message, given as latin1 text. */
async function verdict(signed: string): Promise<string> {
  const { results } = await dkimVerify(Buffer.from(signed, "latin1"), {
    resolver: async (name: string) => {
      assert.equal(name, "token._domainkey.example.com");
      return await Promise.resolve([[record]]);
    },
  });
  const status = results[0]?.status;
  return `${status?.result}${status?.comment ? ` (${status.comment})` : ""}`;
}

async function signatureOf(content: Uint8Array): Promise<string> {
  const [field = ""] = await dkimSignatures(content, [signer], now);
  return field;
}

async function signed(text: string): Promise<string> {
  return (await signatureOf(Buffer.from(text, "latin1"))) + text;
}

test("what is signed verifies", async () => {
  const bodies = [
    message,
    `${header}\r\n`,
    header,
    `${header}\r\n\r\n\r\n`,
    `${header}\r\nno line end`,
    `${header}\r\n${"long ".repeat(80_000)}\r\n`,
    message.replace("From:", "from :").replace("To:", "TO\t:"),
  ];
  for (const text of bodies) assert.equal(await verdict(await signed(text)), "pass", text.slice(0, 400));
});

test("one thing changed after signing breaks the signature", async () => {
  const field = await signatureOf(Buffer.from(message, "latin1"));
  const changes: readonly ((text: string) => string)[] = [
    (text) => text.replace("Ann", "Eve"),
    (text) => text.replace("carol", "carl"),
    (text) => text.replace("one", "none"),
    (text) => text.replace("X-Repeated: one\r\nX-Repeated: two", "X-Repeated: two\r\nX-Repeated: one"),
    (text) => text.replace("Subject:", "Subject: other\r\nSubject:"),
    (text) => text.replace("Message-ID:", "From: eve@example.org\r\nMessage-ID:"),
    (text) => text.replace("Message-ID:", "Cc: eve@example.org\r\nMessage-ID:"),
    (text) => text.replace("Message-ID:", "Reply-To: eve@example.org\r\nMessage-ID:"),
    (text) => text.replace("Message-ID:", "Date: Thu, 05 Nov 2026 12:00:00 +0000\r\nMessage-ID:"),
    (text) => text.replace("Hello", "hello"),
    (text) => text.replace("two  spaces", "two spaces"),
    (text) => `${text}more\r\n`,
  ];
  for (const change of changes) {
    assert.notEqual(change(message), message, String(change));
    assert.match(await verdict(field + change(message)), /^(fail|neutral)/, String(change));
  }
  assert.match(await verdict(field.replace("t=1793793600", "t=1793793601") + message), /^fail/);
});

test("what relays change does not break the signature", async () => {
  const sent = `Return-Path: <a@example.com>\r\nBcc: x@example.com\r\n${message}`;
  const field = await signatureOf(Buffer.from(sent, "latin1"));
  const changes: readonly ((text: string) => string)[] = [
    (text) => text.replace("Return-Path: <a@example.com>\r\nBcc: x@example.com\r\n", ""),
    (text) => `Received: from a by b; Wed, 04 Nov 2026 12:00:01 +0000\r\n${text}`,
    (text) => text.replace("A   subject\t with  space ", "A subject with space"),
    (text) => text.replace("Subject:", "subject :"),
    (text) => `${text}\r\n\r\n`,
    (text) => text.replace("X-Empty:", "X-Added: 1\r\nX-Empty:"),
  ];
  for (const change of changes) {
    assert.notEqual(change(sent), sent, String(change));
    assert.equal(await verdict(field + change(sent)), "pass", String(change));
  }
});

test("the field names what SES names, in the order of the message, and folds", async () => {
  const field = await signatureOf(Buffer.from(message, "latin1"));
  assert.match(
    field,
    /^DKIM-Signature: v=1; a=rsa-sha256; q=dns\/txt; c=relaxed\/simple; s=token;\r\n\td=example.com; t=1793793600;\r\n/,
  );
  const names = /h=([^;]*);/.exec(field)?.[1]?.replaceAll(/\s/g, "");
  const present = "From:To:Subject:Date:Message-ID:X-Repeated:X-Repeated:X-Utf-8:X-Empty";
  assert.equal(names, `${present}:From:To:Cc:Subject:Reply-To:Date:Message-ID`);
  for (const line of field.split("\r\n")) assert.ok(line.length <= 78, line);
});

test("a second signature leaves the first alone", async () => {
  const twice = await signed(await signed(message));
  assert.equal(twice.match(/DKIM-Signature/g)?.length, 2);
  assert.equal(await verdict(twice), "pass");
});

test("a message that cannot be signed is refused", async () => {
  const faults: readonly [text: string, fault: RegExp][] = [
    [message.replace("Ann", "A\nnn"), /bare CR or LF/],
    [message.replace("Hello", "Hel\rlo"), /bare CR or LF/],
    [message.replace("From:", "X-From:"), /no From/],
    [message.replace("From:", "From"), /line 1 is no header field/],
    [` ${message}`, /no header field/],
    [`\r\n${message}`, /no From/],
    ["", /no From/],
  ];
  for (const [text, fault] of faults) {
    await assert.rejects(signed(text), (thrown) => {
      assert.ok(thrown instanceof UnsignableMessage);
      assert.match(thrown.message, fault);
      return true;
    });
  }
});

test("a header of many thousand fields is signed in linear time", async () => {
  const many = `${header}${"X: y\r\n".repeat(20_000)}X-Folded:${"\r\n ".repeat(50_000)}a\r\n\r\nbody\r\n`;
  const field = await signatureOf(Buffer.from(many, "latin1"));
  assert.ok(field.length > 40_000);
});

test("random messages verify or are refused", async () => {
  const random = seeded(20261104);
  const pieces = [
    "a",
    ":",
    "\r\n",
    " ",
    "\t",
    "X: y\r\n",
    "\u00e4",
    "From: b\r\n",
    "\u0000",
    ";",
    "Date: x\r\n",
  ];
  let verified = 0;
  for (let round = 0; round < 400; round += 1) {
    const length = random.below(12);
    const text = Array.from({ length }, () => pieces[random.below(pieces.length)]).join("");
    const whole = await signed(`From: a@example.com\r\n${text}`).catch((thrown: unknown) => {
      assert.ok(thrown instanceof UnsignableMessage, String(thrown));
    });
    if (whole === undefined) continue;
    assert.equal(await verdict(whole), "pass", JSON.stringify(text));
    verified += 1;
  }
  assert.ok(verified > 50, `${verified} verified`);
});

test("bare line ends are made CRLF, and nothing else changes", () => {
  const pairs: readonly [given: string, made: string][] = [
    ["a\nb\n", "a\r\nb\r\n"],
    ["a\rb\r", "a\r\nb\r\n"],
    ["\n\r\n\r", "\r\n\r\n\r\n"],
    ["\r\r\n\n", "\r\n\r\n\r\n"],
    ["a\r\nb", "a\r\nb"],
    ["", ""],
  ];
  for (const [given, made] of pairs) {
    assert.equal(Buffer.from(withCrlf(Buffer.from(given))).toString(), made, JSON.stringify(given));
  }
});
