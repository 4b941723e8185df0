import assert from "node:assert/strict";
import { test } from "node:test";
import { bounceDetail, deliveryDetail, failedRecipient } from "./event-details.ts";

const said = "x".repeat(16_000);
const mostBytes = 256 * 1024;

test("a server that explains itself at length to fifty recipients makes no event that services would not take", () => {
  const results = Array.from({ length: 50 }, (_, n) => ({
    recipient: `somebody-${n}@elsewhere.test`,
    outcome: "refused" as const,
    reply: `The server answered the recipient with 550 5.1.1 ${said}`,
    smtpReply: `550 5.1.1 ${said}`,
  }));
  const recipients = results.map(failedRecipient);
  const bounce = bounceDetail({
    at: 0,
    feedbackId: "id",
    bounce: { type: "Permanent", subType: "General" },
    recipients,
    reportingMta: undefined,
    remoteIp: "192.0.2.7",
  });
  assert.equal((bounce as { remoteMtaIp?: string }).remoteMtaIp, "192.0.2.7");
  assert.ok(JSON.stringify(bounce).length < mostBytes / 2);
  assert.equal(recipients[0]?.status, "5.1.1");
  assert.match(recipients[0]?.diagnosticCode ?? "", /^smtp; 550 5\.1\.1 x{900}/);
  const delivery = deliveryDetail({ at: 0, sentAt: 0, results, reportingMta: "mta", remoteIp: undefined });
  assert.ok(JSON.stringify(delivery).length < mostBytes / 2);
});
