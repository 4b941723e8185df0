import assert from "node:assert/strict";
import { test } from "node:test";
import { HandClock } from "#test/support/hand-clock.ts";
import { Nudge } from "./nudge.ts";
import { startSweep, startSweepToTheEnd } from "./sweep.ts";

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

test("what is gathered is swept as it comes, once in every interval, and while there is none nobody wakes", async () => {
  const clock = new HandClock();
  const gathered = { isEmpty: true, nudge: new Nudge() };
  const sweptAt: number[] = [];
  const begunAt = clock.now();
  const sweep = async () => {
    gathered.isEmpty = true;
    sweptAt.push(clock.now() - begunAt);
  };
  const what = { name: "test", everyMs: 1_000, gathered, sweep };
  await using worker = startSweep(what, { clock, log });
  const comes = () => {
    gathered.isEmpty = false;
    gathered.nudge.give();
  };
  const passes = async (ms: number) => {
    let wakings = -2;
    await clock.pass(ms, async () => {
      wakings += 1;
      await worker.idle();
    });
    return wakings;
  };
  assert.equal(await passes(10_000), 0);
  comes();
  await worker.idle();
  assert.deepEqual(sweptAt, [10_000]);
  await passes(100);
  comes();
  assert.equal(await passes(5_000), 1);
  assert.deepEqual(sweptAt, [10_000, 11_000]);
});

test("a last sweep is made at the end, unless it may not be, and its failure is said", async () => {
  const clock = new HandClock();
  const databaseClock = { agrees: true };
  const warned: string[] = [];
  const parts = {
    databaseClock,
    clock,
    log: { ...log, warn: (_: object, said: string) => warned.push(said) },
  };
  const gathered = { isEmpty: false, nudge: new Nudge() };
  let sweeps = 0;
  const sweep = async () => {
    sweeps += 1;
    if (sweeps > 3) throw new Error("out of reach");
  };
  const swept = async (agreesAtTheEnd: boolean) => {
    databaseClock.agrees = true;
    await using worker = startSweepToTheEnd(
      { name: "test", everyMs: 1_000, gathered, sweep, lastFailed: "Lost." },
      parts,
    );
    await worker.idle();
    databaseClock.agrees = agreesAtTheEnd;
  };
  await swept(true);
  assert.equal(sweeps, 2);
  await swept(false);
  assert.equal(sweeps, 3);
  sweeps = 2;
  await swept(true);
  assert.equal(sweeps, 4);
  assert.deepEqual(warned, ["Lost."]);
});
