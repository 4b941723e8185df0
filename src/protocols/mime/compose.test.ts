import assert from "node:assert/strict";
import { test } from "node:test";
import PostalMime from "postal-mime";
import { seeded } from "#protocols/testdata/seeded.ts";
import { composeMessage, type PlainMessage } from "./compose.ts";
import { BadHeaderField, unstructuredField } from "./header-line.ts";
import { hasOnlyCrlf } from "./line-ends.ts";

const message = {
  from: { name: "Signet", address: "no-reply@example.com" },
  to: [{ address: "ann@example.net" }],
  subject: "Verify your address",
  text: "Hello,\n\nfollow the link.\n",
  html: "<p>Hello,</p>\n",
  date: Date.parse("2026-11-04T12:00:00Z"),
  messageId: "1@example.com",
} satisfies PlainMessage;

const compose = (changes: Partial<PlainMessage> = {}) =>
  composeMessage({ ...message, ...changes }, seeded(1));

test("an ordinary message is written as expected, byte for byte", () => {
  const text = Buffer.from(compose()).toString("latin1");
  const boundary = /boundary="([^"]+)"/.exec(text)?.[1] ?? "";
  assert.equal(
    text.replaceAll(boundary, "B"),
    [
      "From: Signet <no-reply@example.com>",
      "To: ann@example.net",
      "Subject: Verify your address",
      "Message-ID: <1@example.com>",
      "Date: Wed, 04 Nov 2026 12:00:00 +0000",
      "MIME-Version: 1.0",
      'Content-Type: multipart/alternative; boundary="B"',
      "",
      "--B",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: 7bit",
      "",
      "Hello,",
      "",
      "follow the link.",
      "--B",
      "Content-Type: text/html; charset=utf-8",
      "Content-Transfer-Encoding: 7bit",
      "",
      "<p>Hello,</p>",
      "--B--",
      "",
    ].join("\r\n"),
  );
});

test("what is written reads back, whatever the script", async () => {
  const variants: readonly Partial<PlainMessage>[] = [
    {},
    { subject: "Bestätigen Sie Ihre Adresse ".repeat(8), text: "Grüße\n", html: "<p>Grüße 👋</p>\n" },
    { subject: "👋".repeat(90) },
    { subject: "word ".repeat(60).trim() },
    { subject: "a".repeat(1_200) },
    { from: { name: "a".repeat(1_200), address: "no-reply@example.com" } },
    { to: [{ name: `${"a ".repeat(450)}"b"`, address: `${"c".repeat(64)}@example.net` }] },
    { subject: "=?UTF-8?Q?not_encoded?=" },
    { from: { name: 'Ann "The \\ Boss", Ltd.', address: "ann@example.com" } },
    { from: { name: "Änn (Büro)".repeat(9), address: "ann@example.com" } },
    {
      to: Array.from({ length: 40 }, (_, index) => ({
        name: `Person ${index}`,
        address: `p${index}@example.net`,
      })),
    },
    { text: `${"x".repeat(990)}\n` },
    { text: `${"x".repeat(998)}\n` },
    { text: `${"x".repeat(999)}\n` },
    { text: "nul\0in it\n" },
    { text: "--=_\n.\n..\nFrom me\n" },
  ];
  for (const changes of variants) {
    const written = compose(changes);
    const wanted = { ...message, ...changes };
    const read = await PostalMime.parse(written);
    assert.equal(read.subject, wanted.subject);
    assert.equal(read.text?.replaceAll("\r\n", "\n"), wanted.text);
    assert.equal(read.html?.replaceAll("\r\n", "\n"), wanted.html);
    assert.ok(wanted.from);
    assert.equal(read.from?.name, wanted.from.name);
    assert.equal(read.from?.address, wanted.from.address);
    assert.deepEqual(
      read.to?.map(({ address }) => address),
      wanted.to.map(({ address }) => address),
    );
    assert.equal(read.messageId, "<1@example.com>");
    assert.equal(Date.parse(read.date ?? ""), message.date);
    assertWellFormed(written);
  }
});

test("a text is encoded only where it must be, and in base64 only where that is shorter", async () => {
  const lines = "Grüße aus Köln, und ein Wort = ein Wort.  \n".repeat(40);
  const texts = [
    ["7bit", "Hello.\n.dot\n"],
    ["quoted-printable", lines],
    ["quoted-printable", `${"word ".repeat(1_000)}\n`],
    ["quoted-printable", "  \nü \n\t\n\n"],
    ["base64", "こんにちは、世界\n"],
    ["base64", `${"=".repeat(2_000)}\n`],
  ] as const;
  for (const [encoding, text] of texts) {
    const written = compose({ text });
    assertWellFormed(written);
    assert.match(
      Buffer.from(written).toString(),
      new RegExp(`\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`),
    );
    assert.equal((await PostalMime.parse(written)).text?.replaceAll("\r\n", "\n"), text);
  }
});

test("lines end with CRLF, however they ended, and nothing else of a text is changed", () => {
  const written = compose({ text: "\ufeff\u4e16\u754ca\nb\r\nc\rd\n\r\n\r\r\n", html: "x" }).toString();
  const [, body = ""] = /base64\r\n\r\n([\w+/=]+)/.exec(written) ?? [];
  assert.equal(Buffer.from(body, "base64").toString(), "\ufeff\u4e16\u754ca\r\nb\r\nc\r\nd\r\n\r\n\r\n\r\n");
});

test("a line that sendmail or Haraka would break, and the signature with it, is not sent as it is", () => {
  const linesOf = (length: number) =>
    compose({ text: `${"x".repeat(length)}\n` })
      .toString()
      .split("\r\n");
  assert.ok(linesOf(990).includes("x".repeat(990)));
  for (const length of [991, 998]) assert.ok(linesOf(length).every((line) => line.length <= 990));
});

test("a message may have one form only, or none", async () => {
  const { text: _text, html: _html, ...bare } = message;
  const plain = await PostalMime.parse(composeMessage({ ...bare, text: "only\r\ntext" }, seeded(1)));
  assert.deepEqual([plain.text, plain.html], ["only\ntext\n", undefined]);
  const html = await PostalMime.parse(composeMessage({ ...bare, html: "<b>only</b>" }, seeded(1)));
  assert.equal(html.html, "<b>only</b>\n");
  assertWellFormed(composeMessage(bare, seeded(1)));
});

test("further fields are written in their order", async () => {
  const read = await PostalMime.parse(
    compose({
      cc: [{ address: "bob@example.net" }],
      replyTo: [{ name: "Help", address: "help@example.com" }],
      fields: [
        ["Auto-Submitted", "auto-generated"],
        ["X-Note", "größer"],
      ],
    }),
  );
  assert.equal(read.cc?.[0]?.address, "bob@example.net");
  assert.equal(read.replyTo?.[0]?.address, "help@example.com");
  assert.equal(read.headers.find(({ key }) => key === "auto-submitted")?.value, "auto-generated");
});

test("no line with an encoded word in it has more than 76 characters (RFC 2047 §2)", () => {
  for (const name of ["ü", "ü".repeat(20), "Grüße ".repeat(9), "日本語".repeat(30)]) {
    for (const address of ["a@b.example", `${"a".repeat(60)}@b.example`]) {
      const header = Buffer.from(
        compose({ from: { name, address }, replyTo: [{ name, address }], subject: name.repeat(5) }),
      ).toString("latin1");
      const encoded = header.split("\r\n").filter((line) => line.includes("=?UTF-8?B?"));
      assert.ok(encoded.length >= 3);
      for (const line of encoded) assert.ok(line.length <= 76, line);
    }
  }
});

test("a word that fills a line by itself makes none with its field's name that is too long", () => {
  for (const length of [980, 988, 989, 990, 996, 1_000, 3_000]) {
    for (const line of unstructuredField("Subject", "a".repeat(length)).split("\r\n")) {
      assert.ok(line.length <= 998, `${line.length} octets`);
    }
  }
  assert.equal(unstructuredField("Subject", "a".repeat(989)), `Subject: ${"a".repeat(989)}\r\n`);
});

test("nothing breaks out of its header field", () => {
  const attempts: readonly Partial<PlainMessage>[] = [
    { subject: "a\r\nBcc: eve@example.org" },
    { subject: "a\nb" },
    { subject: "a\rb" },
    { subject: "a\0b" },
    { from: { name: "a\r\nBcc: x", address: "a@example.com" } },
    { to: [{ address: "a@example.com\r\nBcc: x" }] },
    { to: [{ address: "ä@example.com" }] },
    { messageId: "1@example.com>\r\nBcc: x" },
    { messageId: "no id" },
    { fields: [["X-A", "b\r\nBcc: x"]] },
    { fields: [["X A", "b"]] },
    { fields: [["X:A", "b"]] },
    { fields: [["", "b"]] },
  ];
  for (const changes of attempts)
    assert.throws(() => compose(changes), BadHeaderField, JSON.stringify(changes));
});

test("random text is written well-formed and reads back", async () => {
  const random = seeded(20261105);
  const pieces = Array.from('ab =?_"\\<>,;:@().ä👋\t\u{a0}');
  const text = (most: number) =>
    Array.from({ length: random.below(most) }, () => pieces[random.below(pieces.length)]).join("");
  for (let round = 0; round < 1_000; round += 1) {
    const subject = `x${text(120)}x`;
    const written = compose({
      subject,
      from: { name: text(60), address: "a@example.com" },
      text: `${text(50)}x\n`,
    });
    assertWellFormed(written);
    const read = await PostalMime.parse(written);
    assert.equal(
      read.subject?.replaceAll(/\s+/g, " "),
      subject.replaceAll(/\s+/g, " "),
      JSON.stringify(subject),
    );
    assert.equal(read.from?.address, "a@example.com");
  }
});

function assertWellFormed(written: Uint8Array): void {
  const text = Buffer.from(written).toString("latin1");
  assert.ok(hasOnlyCrlf(written));
  assert.match(text, /^[\t\r\n -~]*$/);
  for (const line of text.split("\r\n")) assert.ok(line.length <= 998);
}
