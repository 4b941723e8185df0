import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
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

test("what has ended is forgotten, though others are always under way", async () => {
  setFlagsFromString("--expose-gc");
  const collectGarbage = runInNewContext("gc") as () => void;
  const { signal: stop } = new AbortController();
  const deadline = new Deadline({ afterMs: 1_000, reason, clock: new HandClock() });
  let last = deadline.begin(stop);
  const ended = Array.from({ length: 1_000 }, () => {
    const next = deadline.begin(stop);
    last[Symbol.dispose]();
    last = next;
    return new WeakRef(next.signal);
  });
  await setImmediate();
  collectGarbage();
  const kept = ended.filter((signal) => signal.deref() !== undefined);
  // The one that is under way, and what the machine has at hand.
  assert.ok(kept.length < 20, `${kept.length} are kept`);
  last[Symbol.dispose]();
});
