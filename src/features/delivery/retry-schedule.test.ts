import assert from "node:assert/strict";
import { test } from "node:test";
import { hourMs, minuteMs } from "#platform/clock.ts";
import { defaultLifetimeMs, nextTryAt } from "./retry-schedule.ts";

const randomByte = (byte: number) => ({ bytes: () => Uint8Array.of(byte) });

test("the waits grow from a minute to two hours", () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 8].map((attempts) =>
    nextTryAt({ attempts, expiresAt: 100 * hourMs }, 0, randomByte(127)),
  );
  assert.deepEqual(
    waits.map((wait) => Math.round((wait ?? 0) / minuteMs)),
    [1, 5, 15, 30, 60, 120, 120, 120],
  );
});

test("the wait is shifted by a tenth at most", () => {
  const wait = (byte: number) => nextTryAt({ attempts: 5, expiresAt: 9 * hourMs }, 0, randomByte(byte));
  assert.equal(wait(0), 54 * minuteMs);
  assert.equal(wait(255), 66 * minuteMs);
});

test("the last try is made when the time runs out, and none after it", () => {
  const expiresAt = defaultLifetimeMs;
  let now = 0;
  let attempts = 0;
  for (;;) {
    attempts += 1;
    const next = nextTryAt({ attempts, expiresAt }, now, randomByte(255));
    if (next === undefined) break;
    assert.ok(next > now && next <= expiresAt);
    now = next;
  }
  assert.equal(now, expiresAt);
  assert.ok(attempts < 15, `${attempts} attempts`);
});
