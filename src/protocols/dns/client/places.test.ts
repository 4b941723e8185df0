import assert from "node:assert/strict";
import { test } from "node:test";
import { Places } from "./places.ts";

test("so many for one key and so many in all", () => {
  const places = new Places(3, () => 2);
  assert.deepEqual([places.take("a"), places.take("a"), places.take("a")], [true, true, false]);
  assert.deepEqual([places.take("b"), places.take("b")], [true, false]);
  places.release("a");
  assert.equal(places.take("b"), true);
});

test("a freed place goes to who waits, and to the key last served last", async () => {
  const places = new Places(1, () => 1);
  assert.equal(places.take("a"), true);
  const order: string[] = [];
  const waiting = ["a", "a", "b"].map(async (key) => {
    await places.wait(key);
    order.push(key);
    places.release(key);
  });
  places.release("a");
  await Promise.all(waiting);
  assert.deepEqual(order, ["b", "a", "a"]);
  assert.equal(places.take("c"), true);
});

test("who gives up leaves the line", async () => {
  const places = new Places(1, () => 1);
  places.take("a");
  const stop = new AbortController();
  const given = places.wait("a", stop.signal);
  stop.abort(new Error("enough"));
  await assert.rejects(given, /enough/);
  places.release("a");
  assert.equal(places.take("a"), true);
});

test("who waits goes on as soon as there is room for more", async () => {
  const room = new Map([["a", 1]]);
  const wanted: number[] = [];
  const places = new Places(3, (key, count) => {
    wanted.push(count);
    return room.get(key) ?? 0;
  });
  assert.equal(places.take("a"), true);
  const waiting = Promise.all([places.wait("a"), places.wait("a"), places.wait("a")]);
  room.set("a", 5);
  places.roomChanged("a");
  // Three in all: the last one goes when another has left.
  places.release("a");
  await waiting;
  assert.equal(Math.max(...wanted), 4);
});
