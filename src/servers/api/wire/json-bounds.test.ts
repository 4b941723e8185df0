import assert from "node:assert/strict";
import { test } from "node:test";
import { excessOf as excessOfLong } from "./json-bounds.ts";

/** Behind as much white space as it takes to be looked at. */
function excessOf(text: string): string | undefined {
  return excessOfLong(" ".repeat(8192) + text);
}

test("ordinary JSON is within bounds", () => {
  for (const value of [{}, [], "x", 1, { a: ["[[[", '"', "\\", '\\"', "{"], b: { c: [[[[]]]] } }]) {
    assert.equal(excessOf(JSON.stringify(value)), undefined);
  }
});

test("sixty-four levels are allowed, lists and objects alike", () => {
  assert.equal(excessOf("[".repeat(64) + "]".repeat(64)), undefined);
  assert.equal(excessOf("[".repeat(65)), "is nested too deeply");
  assert.equal(excessOf('{"a":['.repeat(33)), "is nested too deeply");
});

test("a short text is not looked at", () => {
  assert.equal(excessOfLong("[".repeat(8192)), undefined);
  assert.equal(excessOfLong("[".repeat(8193)), "is nested too deeply");
});

test("brackets and commas inside strings do not count", () => {
  for (const inside of ["[".repeat(1000), ",".repeat(200_000), '\\"['.repeat(1000), "\\\\".repeat(1001)]) {
    assert.equal(excessOf(`{"a":"${inside}"}`), undefined);
  }
  assert.equal(excessOf(`["\\\\",${"[".repeat(100)}`), "is nested too deeply");
});

test("a hundred thousand values are too many", () => {
  assert.equal(excessOf(`[${"1,".repeat(99_000)}1]`), undefined);
  assert.equal(excessOf(`[${"1,".repeat(100_001)}1]`), "holds too many values");
  assert.equal(excessOf(`[${"[],".repeat(60_000)}1]`), "holds too many values");
});

test("what is no JSON is nobody's excess", () => {
  for (const text of ["", '"', '"\\', "]]]]", "{", "\\", '"\\"']) assert.equal(excessOf(text), undefined);
});
