import assert from "node:assert/strict";
import { test } from "node:test";
import { readFeedbackReport, readForwardedComplaint } from "#protocols/arf/read-feedback-report.ts";
import { readParts } from "#protocols/mime/parts.ts";
import { seeded } from "#protocols/testdata/seeded.ts";
import { assertTakesLess } from "#test/support/processor-time.ts";
import { readDsn } from "./read-dsn.ts";
import { readEximBounce } from "./read-exim-bounce.ts";
import { readQmailBounce } from "./read-qmail-bounce.ts";

const partsOf = (content: string | Uint8Array) => readParts(Buffer.from(content));

/** After RFC 3464 appendix E. */
const notification = `From: postmaster@mx.example
To: <0100@bounces.us-east-1.signet.localhost>
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="RAA14128.773615765/mx.example"

--RAA14128.773615765/mx.example

It could not be delivered.

--RAA14128.773615765/mx.example
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Fri, 8 Jul 1994 09:21:47 -0400

Original-Recipient: rfc822;Bob@far.example
Final-Recipient: rfc822;bob@internal.far.example
Action: failed (after 3 tries)
Status: 5.1.1 (bad destination mailbox)
Diagnostic-Code: smtp; 550 5.1.1
  user unknown

Final-Recipient: RFC822; <eve@far.example>
Action: delayed
Status: 4.4.1

--RAA14128.773615765/mx.example
Content-Type: message/rfc822

Subject: The message
--RAA14128.773615765/mx.example--
`;

const expected = {
  reportingMta: "dns; mx.example",
  recipients: [
    {
      address: "Bob@far.example",
      action: "failed",
      status: "5.1.1",
      diagnosticCode: "smtp; 550 5.1.1 user unknown",
    },
    { address: "eve@far.example", action: "delayed", status: "4.4.1", diagnosticCode: undefined },
  ],
};

test("a notification says who could not be reached, and why", () => {
  assert.deepEqual(readDsn(partsOf(notification)), expected);
  assert.deepEqual(readDsn(partsOf(notification.replaceAll("\n", "\r\n"))), expected);
});

test("where the original recipient cannot be read, the final one is meant", () => {
  const damaged = notification.replace("rfc822;Bob@far.example", "rfc822;");
  assert.equal(readDsn(partsOf(damaged))?.recipients[0]?.address, "bob@internal.far.example");
});

test("a notification may be in UTF-8", () => {
  const postfix = notification
    .replace("message/delivery-status", "message/global-delivery-status")
    .replace("rfc822;Bob@far.example", "utf-8; bøb@far.example")
    .replace("user unknown", 'unknown user: "bøb"');
  const [bob] = readDsn(partsOf(postfix))?.recipients ?? [];
  assert.deepEqual(
    [bob?.address, bob?.diagnosticCode],
    ["bøb@far.example", 'smtp; 550 5.1.1 unknown user: "bøb"'],
  );
  const inLatin1 = readDsn(readParts(Buffer.from(postfix, "latin1")))?.recipients[0];
  assert.equal(inLatin1?.address, "bøb@far.example");
});

test("the status part may be encoded", () => {
  const [before = "", status = "", after = ""] = notification.split(
    /(?<=delivery-status\n)\n([^]*?)\n(?=--RAA14128.773615765\/mx.example\nContent-Type: message\/rfc822)/,
  );
  const encoded = Buffer.from(status)
    .toString("base64")
    .replaceAll(/(.{76})/g, "$1\n");
  const message = `${before}Content-Transfer-Encoding: base64\n\n${encoded}\n${after}`;
  assert.deepEqual(readDsn(partsOf(message))?.recipients, expected.recipients);
});

test("what is no notification is none", () => {
  for (const text of [
    "",
    "Subject: Hello\n\nHello\n",
    "Content-Type: multipart/report; boundary=b\n\n--b--\n",
  ]) {
    assert.equal(readDsn(partsOf(text)), undefined);
  }
});

test("OpenSMTPD's last report, which calls what it gave up delayed, says that it failed", () => {
  // OpenSMTPD 6.8, of a relay that nobody answered until the queue's ttl had passed.
  const report = (
    words: string,
    status: string,
  ) => `Content-Type: multipart/mixed;boundary="87/mx.far.example"

--87/mx.far.example
Content-Type: text/plain; charset=us-ascii

    A message is delayed for more than 0 seconds for the following
    list of recipients:

bob@far.example: ${words}

--87/mx.far.example
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.far.example

Final-Recipient: rfc822; bob@far.example
Action: delayed
Status: ${status}

--87/mx.far.example--
`;
  const actionIn = (content: string) => readDsn(partsOf(content))?.recipients[0]?.action;
  assert.equal(actionIn(report("Envelope expired", "4.4.7")), "failed");
  assert.equal(actionIn(report("Network error on destination MXs", "4.0.0")), "delayed");
  assert.equal(actionIn(report("Message delayed", "4.4.7")), "delayed");
});

test("a feedback report says what kind it is, and who complained", () => {
  const report = `Content-Type: multipart/report; report-type=feedback-report; boundary=b

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1
Original-Rcpt-To: <bob@far.example>
Original-Mail-From: <0100@bounces.us-east-1.signet.localhost>
Arrival-Date: Thu, 8 Mar 2005 14:00:00 EDT

--b
Content-Type: text/rfc822-headers

Delivered-To: bob@inner.far.example
Subject: Hello
--b--
`;
  assert.deepEqual(readFeedbackReport(partsOf(report)), {
    type: "abuse",
    userAgent: "SomeGenerator/1.0",
    recipients: ["bob@far.example", "bob@inner.far.example"],
    arrivalDate: "Thu, 8 Mar 2005 14:00:00 EDT",
    returnPaths: ["0100@bounces.us-east-1.signet.localhost"],
    enclosed: [
      { name: "Delivered-To", value: " bob@inner.far.example" },
      { name: "Subject", value: " Hello" },
    ],
  });
  assert.equal(readFeedbackReport(partsOf(notification)), undefined);
});

test("what a report says has no NUL in it, and no half of a character where it is cut", () => {
  const status = (code: string) =>
    readDsn(
      partsOf(
        `Content-Type: message/delivery-status\n\nReporting-MTA: dns; m\0x\n\nFinal-Recipient: rfc822; bob@far.example\nAction: failed\nDiagnostic-Code: ${code}\n`,
      ),
    );
  const nul = status("smtp; 550 no\0such user");
  assert.equal(nul?.reportingMta, "dns; mx");
  assert.equal(nul?.recipients[0]?.diagnosticCode, "smtp; 550 nosuch user");
  const cut = status(`smtp; 550 ${"x".repeat(989)}\u{1f600}`);
  assert.equal(cut?.recipients[0]?.diagnosticCode, `smtp; 550 ${"x".repeat(989)}\ufffd`);
  const complaint = readFeedbackReport(
    partsOf("Content-Type: message/feedback-report\n\nFeedback-Type: ab\0use\nUser-Agent: F\0ar/1.0\n"),
  );
  assert.equal(complaint?.type, "abuse");
  assert.equal(complaint?.userAgent, "Far/1.0");
  const qmail = readQmailBounce(
    partsOf("Subject: failure\n\nHi. This is the qmail-send program.\n\n<bob@far.example>:\nNo\0pe.\n"),
  );
  assert.equal(qmail?.recipients[0]?.diagnosticCode, "Nope.");
});

test("no damaged report makes a reader throw, or take long", () => {
  const random = seeded(3);
  for (let round = 0; round < 1_000; round++) {
    const bytes = Buffer.from(notification);
    for (let flips = 0; flips < 10; flips++) bytes[random.below(bytes.length)] = random.below(256);
    readDsn(partsOf(bytes.subarray(0, random.below(bytes.length))));
    readDsn(partsOf(bytes));
    readFeedbackReport(partsOf(bytes));
  }
  const nested = `${"Content-Type: multipart/mixed; boundary=b\n\n--b\n".repeat(5_000)}`;
  readDsn(partsOf(nested));
  readDsn(partsOf(`Content-Type: multipart/report; boundary=b\n\n${"--b\n\n".repeat(100_000)}`));
});

const megabyte = 1024 * 1024;
const status = (body: string) =>
  `Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n${body}\r\n--b--\r\n`;

/** Each kept the whole service busy for seconds or hours, took all of its memory, or made a reader throw. */
const bombs: Readonly<Record<string, string>> = {
  "spaces in quoted-printable": `Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${" ".repeat(2 * megabyte)}x`,
  "fields without end": `${"a:\r\n".repeat(2.5 * megabyte)}\r\n`,
  "parts of fields without end": `Content-Type: multipart/mixed; boundary=b\r\n\r\n${`--b\r\n${"a:\r\n".repeat(25_000)}\r\n`.repeat(90)}`,
  "groups without end": status("a: b\r\n\r\n".repeat(1.2 * megabyte)),
  "recipients without end": status("Final-Recipient: rfc822; a@b\r\nAction: failed\r\n\r\n".repeat(200_000)),
  "blank lines without end": status("\r\n".repeat(5 * megabyte)),
  "spaces without end": status(`a: b\r\n${" ".repeat(9 * megabyte)}x`),
  "delimiters that are none": `Content-Type: multipart/mixed; boundary=b\r\n\r\n${"--bx\r\n".repeat(1.5 * megabyte)}`,
  "messages in messages": "Content-Type: message/rfc822\r\n\r\n".repeat(300_000),
  "parts in parts": "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n".repeat(10_000),
};

for (const [name, bomb] of Object.entries(bombs)) {
  test(`no report of ${name} makes a reader throw, or take long`, () => {
    const content = readParts(Buffer.from(bomb, "latin1"));
    assert.ok((readDsn(content)?.recipients.length ?? 0) <= 100);
    for (const read of [readFeedbackReport, readForwardedComplaint, readQmailBounce, readEximBounce])
      read(content);
  });
}

test("a text of line ends is not gone through for each of many recipients", async () => {
  const recipients = Array.from(
    { length: 100 },
    (_, at) => `Final-Recipient: rfc822;${"é".repeat(140)}${at}@far.example\r\nAction: failed\r\n`,
  );
  const status = `Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns;x\r\n\r\n${recipients.join("\r\n")}`;
  const reading = (lines: number) => {
    const parts = partsOf(
      `Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\r\n${"\r\n".repeat(lines)}--b\r\n${status}--b--\r\n`,
    );
    return () => assert.equal(readDsn(parts)?.recipients.length, 100);
  };
  await assertTakesLess(5, reading(20_000), reading(1));
});
