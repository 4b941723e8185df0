import assert from "node:assert/strict";
import { test } from "node:test";
import { seeded } from "#protocols/testdata/seeded.ts";
import { parseMessage, readSummary } from "./parsed-message.ts";

const multipart = [
  "From: =?utf-8?q?J=C3=B6rg?= <joerg@example.com>",
  "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=",
  "MIME-Version: 1.0",
  'Content-Type: multipart/mixed; boundary="b"',
  "",
  "--b",
  "Content-Type: text/html; charset=utf-8",
  "",
  "<p>Hallo</p>",
  "--b",
  "Content-Type: image/png",
  "Content-Transfer-Encoding: base64",
  'Content-Disposition: inline; filename="../../etc/passwd"',
  "Content-ID: <logo>",
  "",
  "AAECAw==",
  "--b--",
  "",
].join("\r\n");

test("a message is taken apart: bodies, headers, and what is attached", () => {
  const parsed = parseMessage(Buffer.from(multipart));
  assert.equal(parsed?.html?.trim(), "<p>Hallo</p>");
  assert.deepEqual(parsed?.attachments, [
    {
      filename: "../../etc/passwd",
      contentType: "image/png",
      sizeBytes: 4,
      contentId: "<logo>",
      inline: true,
    },
  ]);
});

test("the summary is decoded", () => {
  assert.deepEqual(readSummary(Buffer.from(multipart)), {
    from: "Jörg <joerg@example.com>",
    subject: "Grüße",
  });
  assert.deepEqual(readSummary(Buffer.from("no header at all")), { from: undefined, subject: undefined });
});

test("a message nested too deep, or with a header too long, is not taken apart", () => {
  const nested = Array.from(
    { length: 100 },
    (_, at) => `Content-Type: multipart/mixed; boundary="${at}"\r\n\r\n--${at}\r\n`,
  );
  assert.equal(parseMessage(Buffer.from(nested.join(""))), undefined);
  assert.equal(parseMessage(Buffer.from(`X: ${"a".repeat(300_000)}\r\n\r\n`)), undefined);
});

test("a text beside the HTML is shown with it, in its charset; another form of the same is not", () => {
  const message = [
    "Content-Type: multipart/mixed; boundary=out",
    "",
    "--out",
    'Content-Type: multipart/alternative; boundary="in;side"',
    "",
    "--in;side",
    "",
    "plain",
    "--in;side",
    "Content-Type: text/html; charset=iso-8859-1",
    "Content-Transfer-Encoding: quoted-printable",
    "",
    "<p>gr=FCn</p>",
    "--in;side--",
    "--out",
    "Content-Type: text/plain; charset=nobody-knows",
    "",
    "a < b",
    "--out",
    "Content-Type: message/rfc822",
    "",
    "Subject: another",
    "--out--",
    "",
  ];
  const parsed = parseMessage(Buffer.from(message.join("\r\n")));
  assert.equal(parsed?.text, "plain\na < b");
  assert.equal(parsed?.html, '<p>grün</p>\n<pre style="white-space:pre-wrap">a &lt; b</pre>');
  assert.deepEqual(
    parsed?.attachments.map(({ contentType }) => contentType),
    ["message/rfc822"],
  );
});

test("a text that nobody reads to its end, or of lines that are like delimiters, keeps nobody waiting", () => {
  const header = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n--b\r\n\r\n";
  const long = parseMessage(Buffer.from(`${header}${"a \r\n".repeat(1_000_000)}`));
  assert.equal(long?.text, "hello");
  assert.deepEqual(
    long.attachments.map(({ contentType, sizeBytes }) => [contentType, sizeBytes]),
    [["text/plain", 4_000_000]],
  );
  assert.equal(parseMessage(Buffer.from(`${header}${"--bx\r\n".repeat(3_000)}`)), undefined);
});

test("no bytes make it throw", () => {
  const random = seeded(7);
  for (let round = 0; round < 1_500; round += 1) {
    const content = Buffer.from(multipart);
    for (let changes = random.below(20); changes >= 0; changes -= 1) {
      content[random.below(content.length)] = random.below(256);
    }
    const { subject = "" } = readSummary(content);
    assert.doesNotMatch(subject, /\p{Cc}/u);
    assert.ok(subject.isWellFormed());
    parseMessage(content);
  }
});

test("nothing of a message is lost for a header that its program wrote badly", () => {
  const badly = [
    "Content-Type: multipart/mixed; boundary=b",
    "",
    "--b",
    "Content-Type: text/html (a page); charset=utf-8",
    "Content-Transfer-Encoding: base64 (as ever)",
    "",
    "PGI+aGk8L2I+",
    "--b",
    "Content-Type: text",
    "",
    "of no known type",
    "--b",
    "a text without a header",
    "--b",
    "Content-Type: multipart/mixed",
    "",
    "without a boundary",
    "--b--",
    "",
  ];
  const parsed = parseMessage(Buffer.from(badly.join("\r\n")));
  assert.equal(parsed?.text, "of no known type\na text without a header");
  assert.match(parsed.html ?? "", /^<b>hi<\/b>/);
  assert.deepEqual(
    parsed.attachments.map(({ contentType, sizeBytes }) => [contentType, sizeBytes]),
    [["multipart/mixed", 18]],
  );
});

test("a header that was damaged on its way keeps nobody from reading the message", () => {
  const read = (...lines: string[]) => {
    const parsed = parseMessage(Buffer.from(lines.join("\r\n")));
    return [parsed?.headers.map(({ name }) => name), parsed?.text];
  };
  const stored = "From eve@example.com Thu Jan  1 00:00:00 1970";
  assert.deepEqual(read(stored, "From: eve@example.com", "", "hello"), [["From"], "hello"]);
  assert.deepEqual(read(`>${stored}`, "From: eve@example.com", "", "hello"), [["From"], "hello"]);
  assert.deepEqual(read(" folded from nothing", "Subject: x", " y", "", "hello"), [["Subject"], "hello"]);
  // Nothing is lost where the empty line is missing.
  assert.deepEqual(read("Subject: x", "Dear Eve,", "note: this"), [["Subject"], "Dear Eve,\nnote: this"]);
  assert.deepEqual(read("hello"), [undefined, undefined]);
});

test("a text whose lines flow is read as its paragraphs", () => {
  const flowed = "Content-Type: text/plain; charset=utf-8; format=flowed\r\n\r\n";
  const parsed = parseMessage(
    Buffer.from(`${flowed}One paragraph \r\nof two lines.\r\n\r\n> quoted \r\n> too\r\n`),
  );
  assert.equal(parsed?.text, "One paragraph of two lines.\n\n> quoted too\n");
});

test("the name of a file is read in its charset, in whichever way it is written", () => {
  const named = (parameters: string) =>
    parseMessage(
      Buffer.from(`Content-Type: image/png\r\nContent-Disposition: attachment; ${parameters}\r\n\r\n`),
    )?.attachments[0]?.filename;
  assert.equal(named("filename*=iso-8859-1''gr%FCn.png"), "grün.png");
  assert.equal(named("filename*0*=utf-8''gr%C3; filename*1*=%BCn.png"), "grün.png");
  assert.equal(named("filename*=utf-8''gr%C3%BCn.png; filename=gruen.png"), "grün.png");
  assert.equal(named('filename="grün.png"'), "grün.png");
});
