import assert from "node:assert/strict";
import { test } from "node:test";
import { isAboutRate } from "./rate-reply.ts";

const aboutRate = [
  "421 4.7.28 Our system has detected an unusual rate of unsolicited mail originating from your IP address.",
  "421 4.7.0 [TSS04] Messages from 192.0.2.25 temporarily deferred due to unexpected volume or user complaints",
  "421 Too many concurrent SMTP connections from this host",
  "450 4.7.1 Rate limit exceeded, please slow down",
  "451 4.7.500 Server busy. Too many requests from 192.0.2.25",
  "451 4.7.650 The mail server has been temporarily rate limited due to IP reputation.",
  "452 4.3.1 You are sending too fast",
  "421 4.3.2 Service not available, closing channel",
];

const aboutOther = [
  "450 4.2.0 Greylisted for 5 minutes",
  "451 4.7.1 Greylisting in action, please come back later",
  "421 4.7.1 You have been greylisted",
  "452 4.2.2 The recipient's mailbox is over its quota",
  "450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages",
  "452 4.5.3 Too many recipients",
  "421 4.4.2 Timeout exceeded while waiting for a command",
  "451 4.3.0 Temporary lookup failure",
  "451 4.4.3 The domain of the sender could not be resolved",
  "550 5.7.1 Rate limit exceeded",
];

test("what servers say about the rate of our mail is told from what they say about anything else", () => {
  assert.deepEqual(aboutRate.filter(isAboutRate), aboutRate);
  assert.deepEqual(aboutOther.filter(isAboutRate), []);
});
