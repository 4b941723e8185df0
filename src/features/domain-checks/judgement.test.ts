import assert from "node:assert/strict";
import { test } from "node:test";
import { hourMs, minuteMs } from "#platform/clock.ts";
import { type Finding, type Judgement, judge } from "./judgement.ts";

const start = 1_700_000_000_000;
const pending = { verification: { status: "pending", since: start }, misses: 0 } as const;
const verified = { verification: { status: "success", since: start }, misses: 0 } as const;

/** Lives through findings, each at its own scheduled time, until a time has passed. */
function live(from: Pick<Judgement, "verification" | "misses">, finding: Finding, forMs: number): Judgement {
  let now = from.verification.since;
  const end = now + forMs;
  let judgement: Judgement = { ...from, againInMs: 0 };
  while (judgement.againInMs !== undefined && now + judgement.againInMs <= end) {
    now += judgement.againInMs;
    judgement = judge(judgement, finding, now);
  }
  return judgement;
}

test("records that are found verify at once", () => {
  assert.deepEqual(judge(pending, "found", start + 5_000).verification, {
    status: "success",
    since: start + 5_000,
  });
});

test("records that are missing fail a domain after 72 hours and no sooner", () => {
  assert.equal(live(pending, "missing", 72 * hourMs - 1).verification.status, "pending");
  const failed = live(pending, "missing", 72 * hourMs);
  assert.equal(failed.verification.status, "failed");
  assert.equal(failed.againInMs, undefined);
});

test("the last look for records falls on the end of the 72 hours, however long there is to wait otherwise", () => {
  const tenMinutesBefore = start + 72 * hourMs - 10 * minuteMs;
  assert.equal(judge(pending, "missing", tenMinutesBefore).againInMs, 10 * minuteMs);
  // Nobody fails by silence, so there is no hurry.
  assert.equal(judge(pending, "unreachable", tenMinutesBefore).againInMs, hourMs);
});

test("servers that do not answer never fail a domain", () => {
  assert.equal(live(pending, "unreachable", 1_000 * hourMs).verification.status, "pending");
  assert.equal(live(verified, "unreachable", 1_000 * hourMs).verification.status, "success");
});

test("the search is quick at first and slower later", () => {
  const intervals = [0, 5, 30, 300, 2_000].map(
    (minutes) => judge(pending, "missing", start + minutes * minuteMs).againInMs ?? 0,
  );
  assert.deepEqual(
    intervals,
    [...intervals].sort((a, b) => a - b),
  );
  assert.ok((intervals[0] ?? 0) < 10_000);
});

test("a flap of a verified domain changes nothing", () => {
  const flap = judge(judge(verified, "missing", start + 1), "missing", start + 2);
  assert.equal(flap.verification.status, "success");
  const back = judge(flap, "found", start + 3);
  assert.deepEqual(back.verification, verified.verification);
  assert.equal(back.misses, 0);
});

test("records that stay away make a temporary failure, then a failure 72 hours later", () => {
  let judgement: Pick<Judgement, "verification" | "misses"> = verified;
  for (const at of [1, 2, 3]) judgement = judge(judgement, "missing", start + at);
  assert.deepEqual(judgement.verification, { status: "temporary-failure", since: start + 3 });
  assert.equal(live(judgement, "missing", 72 * hourMs - 1).verification.status, "temporary-failure");
  assert.equal(live(judgement, "missing", 73 * hourMs).verification.status, "failed");
});

test("a temporary failure ends when the records are back", () => {
  const vanished = { verification: { status: "temporary-failure", since: start }, misses: 3 } as const;
  assert.equal(judge(vanished, "found", start + hourMs).verification.status, "success");
});

test("silence during a temporary failure does not fail it", () => {
  const vanished = { verification: { status: "temporary-failure", since: start }, misses: 3 } as const;
  assert.equal(live(vanished, "unreachable", 500 * hourMs).verification.status, "temporary-failure");
});
