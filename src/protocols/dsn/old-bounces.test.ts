import assert from "node:assert/strict";
import { test } from "node:test";
import { readParts } from "#protocols/mime/parts.ts";
import { seeded } from "#protocols/testdata/seeded.ts";
import { readEximBounce } from "./read-exim-bounce.ts";
import { readQmailBounce } from "./read-qmail-bounce.ts";

const partsOf = (content: string | Uint8Array) => readParts(Buffer.from(content));

const header = "From: MAILER-DAEMON@mx.example\nSubject: failure notice\n\n";

/** As qmail-send and qmail-remote write it. */
const qmail = `Hi. This is the qmail-send program at mx.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<bob@far.example>:
192.0.2.1 does not like recipient.
Remote host said: 550 5.1.1 <bob@far.example>: Recipient address rejected:
550 5.1.1 User unknown
Giving up on 192.0.2.1.

<eve@local.example>:
Sorry, no mailbox here by that name. (#5.1.1)

<ann@slow.example>:
5.4.3.2 failed after I sent the message.
Remote host said: 550 Rejected

<dan@dead.example>:
Sorry, I wasn't able to establish an SMTP connection. (#4.4.1)
I'm not going to try again; this message has been in the queue too long.

--- Below this line is a copy of the message.

Return-Path: <0100@bounces.us-east-1.signet.localhost>

<not@this.one>:
Sorry, no mailbox here by that name. (#5.1.1)
`;

test("qmail's bounce says who failed, why, and at what", () => {
  const said = readQmailBounce(partsOf(header + qmail));
  assert.deepEqual(said?.recipients, [
    {
      address: "bob@far.example",
      action: "failed",
      status: undefined,
      diagnosticCode: "smtp; 550 5.1.1 <bob@far.example>: Recipient address rejected: 550 5.1.1 User unknown",
      step: "recipient",
    },
    {
      address: "eve@local.example",
      action: "failed",
      status: "5.1.1",
      diagnosticCode: "Sorry, no mailbox here by that name. (#5.1.1)",
    },
    {
      address: "ann@slow.example",
      action: "failed",
      status: undefined,
      diagnosticCode: "smtp; 550 Rejected",
      step: "final-dot",
    },
    {
      address: "dan@dead.example",
      action: "failed",
      status: "4.4.1",
      diagnosticCode:
        "Sorry, I wasn't able to establish an SMTP connection. (#4.4.1) I'm not going to try again; this message has been in the queue too long.",
    },
  ]);
});

const exim = `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  bob@far.example
    SMTP error from remote mail server after RCPT TO:<bob@far.example>:
    host mx.far.example [192.0.2.1]: 550 5.1.1 User unknown
  ann@slow.example
    SMTP error from remote mail server after end of data:
    host mx.slow.example [192.0.2.2]: 550 Rejected
  eve@local.example
    Unrouteable address

------ This is a copy of the message, including all the headers. ------
`;

test("an old Exim's bounce says who failed, why, and at what", () => {
  const named = "X-Failed-Recipients: bob@far.example,\n  ann@slow.example, eve@local.example\n";
  const said = readEximBounce(partsOf(`${named}${header}${exim}`));
  assert.deepEqual(
    said?.recipients.map(({ address, diagnosticCode, step }) => [address, diagnosticCode, step]),
    [
      ["bob@far.example", "smtp; 550 5.1.1 User unknown", "recipient"],
      ["ann@slow.example", "smtp; 550 Rejected", "final-dot"],
      ["eve@local.example", "Unrouteable address", undefined],
    ],
  );
});

test("a reply that a person, or a vacation, wrote is none", () => {
  for (const text of [
    "Hi. I am away.\n\n<bob@far.example>:\nSorry (#5.1.1)\n",
    `Dear Ann,\n\n> ${qmail.replaceAll("\n", "\n> ")}`,
    exim,
    "",
  ]) {
    assert.equal(readQmailBounce(partsOf(header + text)), undefined);
    assert.equal(readEximBounce(partsOf(header + text)), undefined);
  }
  assert.equal(readQmailBounce(partsOf("no header")), undefined);
});

test("both are read in bounds, whatever they are made of", () => {
  const many = Array.from({ length: 5_000 }, (_, n) => `<r${n}@far.example>:\nno (#5.1.1)\n\n`).join("");
  const opening = qmail.slice(0, qmail.indexOf("<bob"));
  assert.equal(readQmailBounce(partsOf(header + opening + many))?.recipients.length, 100);
  const names = Array.from({ length: 5_000 }, (_, n) => `r${n}@far.example`).join(", ");
  assert.equal(
    readEximBounce(partsOf(`X-Failed-Recipients: ${names}\n${header}${exim}`))?.recipients.length,
    100,
  );
  const pieces = [
    qmail,
    exim,
    "X-Failed-Recipients: a@b, ",
    "<",
    "@",
    ">:\n",
    "\n\n",
    "    ",
    "  a@b\n",
    "\0",
    "x",
  ];
  const random = seeded(20261126);
  for (let round = 0; round < 2_000; round++) {
    const text = Array.from({ length: random.below(8) }, () => pieces[random.below(pieces.length)]).join("");
    readQmailBounce(partsOf(text));
    readEximBounce(partsOf(`X-Failed-Recipients: ${text}`));
  }
});
