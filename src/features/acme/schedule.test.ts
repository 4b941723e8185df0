import assert from "node:assert/strict";
import { test } from "node:test";
import { dayMs, hourMs, minuteMs } from "#platform/clock.ts";
import { AcmeFailure } from "#protocols/acme/problem.ts";
import { heeding, kindOf, pauseAfter, renewalOf } from "./schedule.ts";

const least = { bytes: (count: number) => new Uint8Array(count) };
const most = { bytes: (count: number) => new Uint8Array(count).fill(255) };

test("a certificate is renewed when a third of its life is left, and never later", () => {
  for (const days of [90, 45, 6]) {
    const certificate = { validFrom: 0, validUntil: days * dayMs };
    assert.equal(renewalOf(certificate, least), (days * 2 * dayMs) / 3);
    const early = renewalOf(certificate, most);
    assert.ok(early < (days * 2 * dayMs) / 3 && early > days * 0.63 * dayMs);
  }
});

test("fewer than five attempts an hour fail where the authority says no, and later ones are rare", () => {
  let at = 0;
  const times = Array.from({ length: 12 }, (_, index) => (at += pauseAfter("refused", index + 1, least)));
  assert.ok(times.filter((time) => time < hourMs).length < 4);
  assert.equal(pauseAfter("refused", 30, least), 12 * hourMs);
  assert.ok(pauseAfter("refused", 30, most) < 15 * hourMs);
});

test("an authority that cannot be asked is tried again soon", () => {
  const kinds = [undefined, "badNonce", "serverInternal", "unauthorized", "rateLimited"].map((type) =>
    kindOf(new AcmeFailure("", type === undefined ? {} : { type })),
  );
  assert.deepEqual(kinds, ["not-asked", "not-asked", "not-asked", "refused", "refused"]);
  assert.equal(pauseAfter("not-asked", 1, least), minuteMs);
  assert.equal(pauseAfter("not-asked", 99, least), hourMs);
});

test("an authority says when it would have a certificate renewed, and once chosen the moment stays", () => {
  const certificate = { renewAt: 60 * dayMs, validUntil: 90 * dayMs };
  const window = { start: 10 * dayMs, end: 12 * dayMs };
  const early = heeding(certificate, window, least);
  assert.equal(early.renewAt, 10 * dayMs);
  assert.equal(heeding(early, { ...window }, most), early);
  assert.equal(heeding(early, undefined, most), early);
  const late = heeding(certificate, { start: 89.5 * dayMs, end: 99 * dayMs }, most);
  assert.equal(late.renewAt, 89 * dayMs);
});
