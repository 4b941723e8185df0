import assert from "node:assert/strict";
import { test } from "node:test";
import { SharedLooks } from "./shared-looks.ts";

test("who asks while it is looked shares the next look, and one that fails is the failure of those who shared it", async () => {
  const looks = new SharedLooks<number>();
  const begun: PromiseWithResolvers<number>[] = [];
  const ask = async () =>
    await looks.share("queue", async () => {
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
