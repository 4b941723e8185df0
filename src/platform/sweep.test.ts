import assert from "node:assert/strict";
import { test } from "node:test";
import { HandClock } from "#test/support/hand-clock.ts";
import { startSweep } from "./sweep.ts";

test("a sweep is made at the start and once in every interval", async () => {
  const clock = new HandClock();
  let sweeps = 0;
  await using worker = startSweep({
    name: "test",
    everyMs: 1_000,
    sweep: async () => {
      sweeps += 1;
    },
    clock,
    log: { info() {}, warn() {}, error() {} },
  });
  await worker.idle();
  await worker.idle();
  assert.equal(sweeps, 1);
  clock.advance(999);
  await worker.idle();
  assert.equal(sweeps, 1);
  clock.advance(1);
  await worker.idle();
  assert.equal(sweeps, 2);
});

test("no sweep is made while it may not be, nor put off because the time was wrong", async () => {
  const clock = new HandClock(1_000_000);
  const sweptAt: number[] = [];
  let agrees = false;
  await using worker = startSweep({
    name: "test",
    everyMs: 1_000,
    sweep: async () => void sweptAt.push(clock.now()),
    mayClaim: () => agrees,
    clock,
    log: { info() {}, warn() {}, error() {} },
  });
  await worker.idle();
  assert.deepEqual(sweptAt, []);
  clock.advance(-900_000);
  agrees = true;
  await worker.idle();
  assert.deepEqual(sweptAt, [100_000]);
  clock.advance(-50_000);
  await worker.idle();
  assert.deepEqual(sweptAt, [100_000, 50_000]);
});
