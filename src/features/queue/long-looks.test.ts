import assert from "node:assert/strict";
import { test } from "node:test";
import { LongLooks } from "./long-looks.ts";

test("who asks while it is looked shares the next look, and one that fails is the failure of those who shared it", async () => {
  const looks = new LongLooks<number>();
  const begun: PromiseWithResolvers<number>[] = [];
  const ask = async () =>
    await looks.get("queue", async () => {
      const look = Promise.withResolvers<number>();
      begun.push(look);
      return await look.promise;
    });
  const first = ask();
  const others = [ask(), ask(), ask()];
  assert.equal(begun.length, 1);
  begun[0]?.resolve(1);
  assert.equal(await first, 1);
  assert.equal(begun.length, 2);
  const late = ask();
  begun[1]?.reject(new Error("the disk"));
  for (const other of others) await assert.rejects(other, /the disk/);
  assert.equal(begun.length, 3);
  begun[2]?.resolve(3);
  assert.equal(await late, 3);
  const alone = ask();
  begun[3]?.resolve(4);
  assert.equal(await alone, 4);
});

test("what took long to find is answered for four times as long, unless something was changed", async () => {
  let now = 0;
  let tookMs = 1_000;
  let looked = 0;
  const looks = new LongLooks<number>({ elapsedMs: () => now });
  const ask = async (whileLooking = () => {}) =>
    await looks.get("queue", async () => {
      whileLooking();
      now += tookMs;
      return ++looked;
    });
  assert.deepEqual([await ask(), await ask()], [1, 1]);
  now += 3_999;
  assert.equal(await ask(), 1);
  now += 1;
  assert.equal(await ask(), 2);
  looks.forget();
  assert.equal(await ask(), 3);
  assert.equal(await ask(), 3);
  now += 4_000;
  // What is changed while one looks may have been missed.
  assert.equal(await ask(() => looks.forget()), 4);
  assert.equal(await ask(), 5);
  now += 4_000;
  // Who asks meanwhile has the same answer, and costs nothing.
  assert.deepEqual(await Promise.all([ask(), ask(), ask()]), [6, 6, 6]);
  // However long it takes, a minute later it is looked again.
  now += 4_000;
  tookMs = 100_000;
  assert.equal(await ask(), 7);
  now += 60_000;
  tookMs = 999;
  assert.deepEqual([await ask(), await ask()], [8, 9]);
});
