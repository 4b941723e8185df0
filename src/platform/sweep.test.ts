import assert from "node:assert/strict";
import { test } from "node:test";
import { HandClock } from "#test/support/hand-clock.ts";
import { startSweep } from "./sweep.ts";

const log = { info() {}, warn() {}, error() {} };

test("a sweep is made at the start and once in every interval", async () => {
  const clock = new HandClock();
  let sweeps = 0;
  const sweep = async () => void (sweeps += 1);
  await using worker = startSweep({ name: "test", everyMs: 1_000, sweep }, { clock, log });
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
  const databaseClock = { agrees: false };
  const sweep = async () => void sweptAt.push(clock.now());
  await using worker = startSweep({ name: "test", everyMs: 1_000, sweep }, { databaseClock, clock, log });
  await worker.idle();
  assert.deepEqual(sweptAt, []);
  clock.advance(-900_000);
  databaseClock.agrees = true;
  await worker.idle();
  assert.deepEqual(sweptAt, [100_000]);
  clock.advance(-50_000);
  await worker.idle();
  assert.deepEqual(sweptAt, [100_000, 50_000]);
});
