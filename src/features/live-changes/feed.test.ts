import assert from "node:assert/strict";
import { test } from "node:test";
import { Feed, type FeedItem } from "./feed.ts";

/** Items named by when they came about, the newest first. */
function items(...times: number[]): FeedItem<number>[] {
  return times.toSorted((one, other) => other - one).map((at) => ({ key: `${at}`, at, change: at }));
}

test("what is there already is not new, and nothing is told twice", async () => {
  let latest = items(1, 2);
  const feed = await Feed.from(async (limit) => latest.slice(0, limit));
  assert.deepEqual((await feed.news()).changes, []);
  latest = items(1, 2, 3, 4);
  assert.deepEqual((await feed.news()).changes, [3, 4]);
  assert.deepEqual((await feed.news()).changes, []);
});

test("what is on disk a little late is told, what comes into sight again is not", async () => {
  let latest = items(100_000, 200_000, 200_500);
  const feed = await Feed.from(async () => latest);
  latest = items(199_000, 200_000, 200_500);
  assert.deepEqual((await feed.news()).changes, [199_000]);
  latest = items(1_000, 199_000, 200_000);
  assert.deepEqual((await feed.news()).changes, []);
});

test("a flood is told as one, and what comes after it one by one again", async () => {
  let latest = items(1);
  const feed = await Feed.from(async (limit) => latest.slice(0, limit));
  latest = items(...Array.from({ length: 500 }, (_, at) => at + 2));
  assert.deepEqual(await feed.news(), { changes: [], isFlood: true });
  latest = [...items(600), ...latest];
  assert.deepEqual(await feed.news(), { changes: [600], isFlood: false });
});
