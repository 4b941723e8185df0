import assert from "node:assert/strict";
import { test } from "node:test";
import { SharedLooks } from "./shared-looks.ts";

function sharedLooks() {
  const begun: PromiseWithResolvers<string>[] = [];
  const looks = new SharedLooks<string>();
  const get = (name = "a") =>
    looks.get(name, async () => {
      const look = Promise.withResolvers<string>();
      begun.push(look);
      return await look.promise;
    });
  return { begun, get };
}

test("who asks while a look is under way shares the next one, and never that one", async () => {
  const { begun, get } = sharedLooks();
  const first = get();
  const others = [get(), get(), get()];
  const another = get("b");
  assert.equal(begun.length, 2);
  begun[0]?.resolve("before");
  begun[1]?.resolve("b's");
  assert.deepEqual([await first, await another], ["before", "b's"]);
  assert.equal(begun.length, 3);
  const last = get();
  begun[2]?.resolve("after");
  assert.deepEqual(await Promise.all(others), ["after", "after", "after"]);
  begun[3]?.resolve("later");
  assert.equal(await last, "later");
});

test("a look that fails fails for those who share it alone", async () => {
  const { begun, get } = sharedLooks();
  const first = get();
  const next = get();
  begun[0]?.reject(new Error("no answer"));
  await assert.rejects(first, /no answer/);
  begun[1]?.resolve("found");
  assert.equal(await next, "found");
  const later = get();
  begun[2]?.resolve("found again");
  assert.equal(await later, "found again");
});
