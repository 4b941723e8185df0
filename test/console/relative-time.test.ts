import assert from "node:assert/strict";
import { test } from "node:test";
import { relatively } from "#console/elements/relatively.ts";

test("what has been does not lie ahead, and what is due is not past, though the clocks of two machines differ", () => {
  assert.equal(relatively(-3_000, false), "just now");
  assert.equal(relatively(45_000, false), "just now");
  assert.equal(relatively(-45_000, false), "45 seconds ago");
  assert.equal(relatively(45_000, true), "in 45 seconds");
  assert.equal(relatively(-45_000, true), "now");
  assert.equal(relatively(3_000, true), "now");
});
