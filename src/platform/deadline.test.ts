import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { HandClock } from "#test/support/hand-clock.ts";
import { Deadline } from "./deadline.ts";

const reason = new Error("too long");

test("what has not ended in time is aborted, and nothing else", async () => {
  const clock = new HandClock();
  const deadline = new Deadline({ afterMs: 1_000, reason, clock });
  const { signal: stop } = new AbortController();
  const first = deadline.begin(stop);
  first[Symbol.dispose]();
  const second = deadline.begin(stop);
  clock.advance(500);
  await setImmediate();
  const third = deadline.begin(stop);
  clock.advance(500);
  await setImmediate();
  assert.equal(first.signal.aborted, false);
  assert.equal(second.signal.reason, reason);
  assert.equal(third.signal.aborted, false);
  second[Symbol.dispose]();
  clock.advance(500);
  await setImmediate();
  assert.equal(third.signal.reason, reason);
});

test("who stops everything stops what is under way, and what is begun afterwards", () => {
  const deadline = new Deadline({ afterMs: 1_000, reason, clock: new HandClock() });
  const stopping = new AbortController();
  using before = deadline.begin(stopping.signal);
  stopping.abort(new Error("stop"));
  using after = deadline.begin(stopping.signal);
  assert.equal(before.signal.reason, stopping.signal.reason);
  assert.equal(after.signal.reason, stopping.signal.reason);
});
