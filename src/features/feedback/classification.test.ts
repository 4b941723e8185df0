import assert from "node:assert/strict";
import { test } from "node:test";
import type { SmtpStep } from "#protocols/smtp/outcome.ts";
import type { BounceKind } from "./bounce-kind.ts";
import { bounceType, delayType, kindOfReply, kindOfReport } from "./classification.ts";

const replies: readonly [reply: string, kind: BounceKind][] = [
  ["550 5.1.1 The email account that you tried to reach does not exist. gsmtp", "no-recipient"],
  ["550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", "no-recipient"],
  ["554 delivery error: dd This user doesn't have a yahoo.com account", "other"],
  ["550 No such user here", "no-recipient"],
  ["550", "no-recipient"],
  ["554 5.2.1 The account is disabled", "no-recipient"],
  ["556 5.1.10 The domain takes no mail (null MX).", "no-recipient"],
  ["552 5.2.2 The email account that you tried to reach is over quota.", "mailbox-full"],
  ["452 4.2.2 Mailbox full", "mailbox-full"],
  ["552 5.3.4 Message size exceeds fixed limit", "too-large"],
  [
    "552 5.7.0 This message was blocked because its content presents a potential security issue: blocked attachment",
    "attachment",
  ],
  ["554 5.6.0 The message looks like spam", "content"],
  // About us, whatever the code says.
  ["550 5.7.1 Service unavailable, Client host [192.0.2.1] blocked using Spamhaus", "refused-infrastructure"],
  ["550 5.1.1 Rejected: your IP is on our block list", "refused-infrastructure"],
  ["550-5.7.26 This mail is unauthenticated, SPF and DKIM did not pass", "refused-infrastructure"],
  ["550 5.7.25 The IP address sending this message does not have a PTR record", "refused-infrastructure"],
  ["550 5.7.606 Access denied, banned sending IP [192.0.2.1]", "refused-infrastructure"],
  // Postfix's words for all that a rule of the operator's refuses at RCPT or DATA; of who is unknown it says 5.1.1, Exchange Online 5.4.1.
  ["554 5.7.1 <bob@far.example>: Recipient address rejected: Blocked", "refused-infrastructure"],
  ["550 5.7.1 <bob@far.example>: Recipient address rejected: User unknown", "no-recipient"],
  ["550 5.4.1 Recipient address rejected: Access denied.", "no-recipient"],
  ["421 4.7.28 Gmail has detected an unusual rate of mail", "refused-infrastructure"],
  ["451 4.7.1 Greylisted, try again later", "later"],
  ["421 4.3.2 Too many connections", "later"],
  ["550 5.1.1 The address is on the suppression list.", "suppressed"],
  ["", "other"],
];

/** By what it answers, the same reply is about somebody else. */
const answers: readonly [step: SmtpStep, reply: string, kind: BounceKind][] = [
  ["greeting", "550 Go away", "refused-infrastructure"],
  ["hello", "550 You are not welcome", "refused-infrastructure"],
  ["mail", "550 Access denied", "refused-infrastructure"],
  ["mail", "550 5.1.1 <ann@sender.test>: Sender address rejected: User unknown", "refused-infrastructure"],
  ["mail", "552 5.3.4 Message size exceeds fixed limit", "too-large"],
  ["recipient", "550 Unrouteable address", "no-recipient"],
  ["recipient", "550 relay not permitted", "refused-infrastructure"],
  ["recipient", "550 Sender verify failed", "refused-infrastructure"],
  ["recipient", "550 Administrative prohibition", "refused-infrastructure"],
  ["data", "550 no", "other"],
  ["final-dot", "550 Rejected", "other"],
  ["final-dot", "550 5.1.1 No such user", "no-recipient"],
  ["final-dot", "552 Too much", "too-large"],
  ["checks", "The message is too large: it has 1758 octets; the server takes 100.", "too-large"],
];

for (const [step, reply, kind] of answers) {
  test(`${reply} to ${step} is ${kind}`, () => {
    assert.equal(kindOfReply(reply, step), kind);
  });
}

for (const [reply, kind] of replies) {
  test(`${reply === "" ? "no reply" : reply} is ${kind}`, () => {
    assert.equal(kindOfReply(reply), kind);
  });
}

const reports: readonly [status: string | undefined, diagnosticCode: string | undefined, kind: BounceKind][] =
  [
    ["5.1.1", "smtp; 550 5.1.1 user unknown", "no-recipient"],
    ["5.1.1", undefined, "no-recipient"],
    ["5.0.0", "smtp; 550 No such user here", "no-recipient"],
    ["5.0.0", "smtp; 550 Rejected", "no-recipient"],
    ["5.2.2", "smtp; 550 Requested action not taken", "mailbox-full"],
    ["5.7.1", "smtp; 550 Administrative prohibition", "refused-infrastructure"],
    ["5.2.2", "smtp; 550 5.1.1 user unknown", "no-recipient"],
    ["4.1.1", "smtp; 450 4.1.1 Recipient address rejected: unverified address", "timed-out"],
    ["4.1.1", undefined, "timed-out"],
    ["4.4.7", "smtp; 450 user unknown", "timed-out"],
    ["4.2.2", "smtp; 452 4.2.2 Mailbox full", "mailbox-full"],
    ["4.4.7", undefined, "timed-out"],
    [undefined, undefined, "other"],
    ["5.0.0", "Unrouteable address", "no-recipient"],
    ["5.0.0", "No MX found for domain", "no-recipient"],
    ["5.0.0", "retry timeout exceeded", "timed-out"],
    ["5.0.0", "mailbox is full: retry timeout exceeded", "mailbox-full"],
    [
      "5.0.0",
      "all hosts for 'far.example' have been failing for a long time (and retry time not reached)",
      "timed-out",
    ],
  ];

for (const [status, diagnosticCode, kind] of reports) {
  test(`a report of ${status ?? "no status"} with ${diagnosticCode ?? "no diagnostic"} is ${kind}`, () => {
    assert.equal(kindOfReport({ status, diagnosticCode }), kind);
  });
}

test("only who is not there is bounced for good", () => {
  assert.deepEqual(bounceType("no-recipient"), { type: "Permanent", subType: "General" });
  assert.equal(bounceType("refused-infrastructure").type, "Transient");
  assert.equal(bounceType("other").type, "Undetermined");
});

test("a delay says whether the server or the way to it was the cause", () => {
  assert.equal(delayType(""), "TransientCommunicationFailure");
  assert.equal(delayType("452 4.2.2 Mailbox full"), "MailboxFull");
  assert.equal(delayType("451 4.3.0 Try again later"), "RecipientServerError");
  assert.equal(delayType("451 4.3.0 Come back tomorrow"), "RecipientServerError");
  assert.equal(delayType("451 Come back tomorrow"), "General");
});
