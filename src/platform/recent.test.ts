import assert from "node:assert/strict";
import { test } from "node:test";
import { Recent } from "./recent.ts";

function recentOf(options: { most?: number; isKept?: (value: string) => boolean } = {}) {
  const time = { now: 1_000_000 };
  const looks: string[] = [];
  const recent = new Recent<string>({ clock: { now: () => time.now, sleep: async () => {} }, ...options });
  const get = async (name: string, value = `${name} ${looks.length}`) =>
    await recent.get(name, async () => {
      looks.push(name);
      return value;
    });
  return { time, looks, recent, get };
}

test("what was found is remembered for a second, and no longer when the clock was set back", async () => {
  const { time, looks, get } = recentOf();
  await Promise.all([get("a"), get("a")]);
  time.now += 999;
  await get("a");
  assert.deepEqual(looks, ["a"]);
  time.now += 1;
  await get("a");
  time.now -= 3_600_000;
  await get("a");
  assert.deepEqual(looks, ["a", "a", "a"]);
});

test("a look that is under way when something changes is not remembered", async () => {
  const { recent, get } = recentOf();
  const slow = Promise.withResolvers<string>();
  const before = recent.get("a", async () => await slow.promise);
  recent.forget("a");
  assert.equal(await get("a", "after"), "after");
  slow.resolve("before");
  assert.equal(await before, "before");
  assert.equal(await get("a"), "after");
});

test("a look that failed, and what is not worth it, are not remembered", async () => {
  const { looks, recent, get } = recentOf({ isKept: (value) => value !== "nothing" });
  await assert.rejects(recent.get("a", async () => await Promise.reject(new Error("no answer"))));
  await get("a", "nothing");
  await get("a", "something");
  await get("a");
  assert.deepEqual(looks, ["a", "a"]);
});

test("the oldest make room", async () => {
  const { looks, get } = recentOf({ most: 2 });
  for (const name of ["a", "b", "c", "b", "c", "a"]) await get(name);
  assert.deepEqual(looks, ["a", "b", "c", "a"]);
});

test("some of what is remembered can be forgotten, or all", async () => {
  const { looks, recent, get } = recentOf();
  for (const name of ["a/1", "a/2", "b/1"]) await get(name);
  recent.forgetWhere((name) => name.startsWith("a/"));
  for (const name of ["a/1", "a/2", "b/1"]) await get(name);
  recent.forget(undefined);
  await get("b/1");
  assert.deepEqual(looks, ["a/1", "a/2", "b/1", "a/1", "a/2", "b/1"]);
});
