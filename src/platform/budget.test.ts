import assert from "node:assert/strict";
import { test } from "node:test";
import { Budget } from "./budget.ts";

test("who finds too little left waits, in line, until enough was given back", async () => {
  const budget = new Budget(10);
  const first = await budget.take(6);
  const order: string[] = [];
  const large = budget.take(8).then((taken) => {
    order.push("large");
    return taken;
  });
  const small = budget.take(1).then((taken) => {
    order.push("small");
    return taken;
  });
  await Promise.resolve();
  assert.deepEqual(order, []);
  first[Symbol.dispose]();
  for (const taken of [await large, await small]) taken[Symbol.dispose]();
  assert.deepEqual(order, ["large", "small"]);
});

test("what is more than everything takes everything", async () => {
  const budget = new Budget(10);
  (await budget.take(1_000))[Symbol.dispose]();
  (await budget.take(10))[Symbol.dispose]();
});

test("who gives up leaves the line, and lets those behind pass", async () => {
  const budget = new Budget(10);
  const first = await budget.take(5);
  const impatient = new AbortController();
  const large = budget.take(10, impatient.signal);
  const small = budget.take(5);
  impatient.abort(new Error("enough"));
  await assert.rejects(large, /enough/);
  (await small)[Symbol.dispose]();
  first[Symbol.dispose]();
  (await budget.take(10))[Symbol.dispose]();
});
