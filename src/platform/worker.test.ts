import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay, setImmediate as turn } from "node:timers/promises";
import { HandClock } from "#test/support/hand-clock.ts";
import { Callers } from "./callers.ts";
import { HandOff } from "./hand-off.ts";
import type { Log } from "./log.ts";
import { Nudge } from "./nudge.ts";
import { startWorker, type WorkerOptions } from "./worker.ts";

const everyMs = 5_000;

/** A queue in memory and a worker on it, with everything a test wants to look at. */
function startOn(items: number[], options: Partial<WorkerOptions<number>> = {}) {
  const clock = new HandClock();
  const nudge = new Nudge();
  const handled: number[] = [];
  const errors: string[] = [];
  const seen = { claims: 0, most: 0, underWay: 0 };
  const log: Log = { info() {}, warn() {}, error: (_, message) => void errors.push(message) };
  const worker = startWorker<number>({
    name: "test",
    claim: async (limit) => {
      seen.claims += 1;
      return items.splice(0, limit);
    },
    handle: async (item) => {
      seen.underWay += 1;
      seen.most = Math.max(seen.most, seen.underWay);
      await turn();
      seen.underWay -= 1;
      handled.push(item);
    },
    everyMs,
    nudge,
    clock,
    concurrency: 4,
    log,
    ...options,
  });
  return { worker, clock, nudge, handled, errors, seen, items };
}

async function turns(count = 20): Promise<void> {
  for (let at = 0; at < count; at += 1) await turn();
}

test("everything that is due is handled, never more at once than allowed", async () => {
  const all = Array.from({ length: 50 }, (_, at) => at);
  const { worker, handled, seen } = startOn([...all]);
  assert.equal(await worker.idle(), true);
  assert.deepEqual(
    handled.toSorted((a, b) => a - b),
    all,
  );
  assert.equal(seen.most, 4);
  assert.equal(await worker.idle(), false, "there is nothing any more");
  await worker[Symbol.asyncDispose]();
});

test("what is taken by a look that had begun before somebody asked counts as work", async () => {
  const { promise: taken, resolve: take } = Promise.withResolvers<number[]>();
  const looks = [taken];
  const { worker } = startOn([], { claim: async () => (await looks.shift()) ?? [], handle: async () => {} });
  const idle = worker.idle();
  take([1]);
  assert.equal(await idle, true);
  await worker[Symbol.asyncDispose]();
});

test("while many callers wait it takes fewer at once, and all it may when they are gone", async () => {
  const clock = new HandClock();
  const callers = new Callers(clock);
  const waiting = Array.from({ length: 8 }, () => callers.wait());
  const all = Array.from({ length: 20 }, (_, at) => at);
  const { worker, handled, seen, items, nudge } = startOn([...all], {
    clock,
    whileManyWait: { callers, concurrency: 1 },
  });
  await worker.idle();
  assert.equal(handled.length, 20);
  assert.equal(seen.most, 1);
  for (const caller of waiting) caller[Symbol.dispose]();
  clock.advance(100);
  items.push(...all);
  nudge.give();
  await worker.idle();
  assert.equal(handled.length, 40);
  assert.equal(seen.most, 4);
  await worker[Symbol.asyncDispose]();
});

test("while many callers wait, a place rests for longer than it was taken", async () => {
  const callers = new Callers(new HandClock());
  for (let at = 0; at < 8; at += 1) callers.wait();
  const times: { begun: number; ended: number }[] = [];
  const { worker } = startOn([1, 2, 3], {
    whileManyWait: { callers, concurrency: 1 },
    handle: async () => {
      const begun = performance.now();
      await delay(10);
      times.push({ begun, ended: performance.now() });
    },
  });
  while (times.length < 3) await delay(5);
  await worker[Symbol.asyncDispose]();
  for (const [at, { begun, ended }] of times.slice(0, -1).entries()) {
    const rested = (times[at + 1]?.begun ?? 0) - ended;
    // Timers count whole milliseconds.
    assert.ok(rested > Math.min(3 * (ended - begun), 100) - 2, `${rested} ms`);
  }
});

test("an empty queue is looked at once, then at every nudge and every safety interval", async () => {
  const { worker, clock, nudge, seen } = startOn([]);
  await turns();
  assert.equal(seen.claims, 1);
  nudge.give();
  await turns();
  assert.equal(seen.claims, 2);
  clock.advance(everyMs - 1);
  await turns();
  assert.equal(seen.claims, 2);
  clock.advance(1);
  await turns();
  assert.equal(seen.claims, 3);
  await worker[Symbol.asyncDispose]();
});

test("a nudge given while a claim is under way is not lost", async () => {
  const claims: ((items: number[]) => void)[] = [];
  const { worker, nudge } = startOn([], { claim: () => new Promise((resolve) => claims.push(resolve)) });
  nudge.give();
  claims[0]?.([]);
  await turns();
  assert.equal(claims.length, 2);
  claims[1]?.([]);
  await worker[Symbol.asyncDispose]();
});

test("it sleeps until the next item falls due, where that is known", async () => {
  const start = new HandClock().now();
  const { worker, clock, seen } = startOn([], { nextDueAt: async () => start + 700 });
  await turns();
  clock.advance(700);
  await turns();
  assert.equal(seen.claims, 2);
  // Due, but not ours to take: no busy loop.
  clock.advance(everyMs - 1);
  await turns();
  assert.equal(seen.claims, 2);
  await worker[Symbol.asyncDispose]();
});

test("a store that fails is asked again later and later, and nudges do not hurry it", async () => {
  let claims = 0;
  const { worker, clock, nudge, errors } = startOn([], {
    claim: async () => {
      claims += 1;
      if (claims < 4) throw new Error("no store");
      return [];
    },
  });
  for (const pause of [250, 500, 1_000]) {
    const before = claims;
    nudge.give();
    await turns();
    clock.advance(pause - 1);
    await turns();
    assert.equal(claims, Math.max(before, 1));
    clock.advance(1);
    await turns();
    assert.equal(claims, Math.max(before, 1) + 1);
  }
  assert.equal(errors.length, 3);
  await worker[Symbol.asyncDispose]();
});

test("an item that fails is logged, and the next claim waits a moment", async () => {
  const { worker, clock, errors, items, nudge, seen } = startOn([1], {
    handle: async () => {
      throw new Error("no");
    },
  });
  await turns();
  assert.deepEqual(errors, ["An item of work failed."]);
  items.push(2);
  nudge.give();
  await turns();
  const claims = seen.claims;
  clock.advance(250);
  await turns();
  assert.equal(seen.claims, claims + 1);
  await worker[Symbol.asyncDispose]();
});

test("stopping tells what is under way, waits for it and claims nothing more", async () => {
  let told = false;
  let ended = false;
  const { worker, seen, items } = startOn([1], {
    handle: async (_, signal) => {
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      told = true;
      await turns(5);
      ended = true;
    },
  });
  await turns();
  items.push(2);
  const claims = seen.claims;
  await worker[Symbol.asyncDispose]();
  assert.ok(told && ended);
  assert.equal(seen.claims, claims);
  assert.deepEqual(items, [2]);
});

test("what is handed back because it stops is no failure", async () => {
  const { worker, errors } = startOn([1], {
    handle: async (_, signal) => {
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      signal.throwIfAborted();
    },
  });
  await turns();
  await worker[Symbol.asyncDispose]();
  assert.deepEqual(errors, []);
});

test("the signal handed in stops it, and whoever waits for idleness is let go", async () => {
  const stop = new AbortController();
  const { worker, clock } = startOn([], { signal: stop.signal });
  await turns();
  stop.abort();
  await worker.idle();
  await worker[Symbol.asyncDispose]();
  assert.equal(clock.sleepers, 0);
});

test("what is handed over begins without a claim, and its end is no reason to look again", async () => {
  const handOff = new HandOff<number>();
  const options = { handOff, handle: async () => "done", isOver: (outcome: string) => outcome === "done" };
  const { worker, seen } = startOn([], options);
  await turns();
  const place = handOff.place();
  assert.ok(place);
  place.begin(1);
  place[Symbol.dispose]();
  await turns();
  assert.equal(seen.claims, 1);
  await worker[Symbol.asyncDispose]();
  assert.equal(handOff.place(), undefined);
});

test("nothing is handed over past what waits, nor beyond the room there is", async () => {
  const handOff = new HandOff<number>();
  const { worker, items, handled, nudge } = startOn([], { handOff });
  assert.equal(handOff.place(), undefined, "before the first look nobody knows what waits");
  await turns();
  const places = Array.from({ length: 4 }, () => handOff.place());
  assert.ok(places.every((place) => place !== undefined));
  assert.equal(handOff.place(), undefined);
  items.push(7);
  nudge.give();
  for (const place of places) place?.[Symbol.dispose]();
  assert.equal(handOff.place(), undefined, "something waits for the room that has come free");
  await worker.idle();
  assert.deepEqual(handled, [7]);
  const place = handOff.place();
  assert.ok(place, "and nothing any more");
  place[Symbol.dispose]();
  await worker[Symbol.asyncDispose]();
});
