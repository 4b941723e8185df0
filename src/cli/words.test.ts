import assert from "node:assert/strict";
import { test } from "node:test";
import { duration, moment, painter } from "./words.ts";

test("lengths of time are said in their largest whole unit", () => {
  const cases: [ms: number, text: string][] = [
    [-5, "0 s"],
    [59_999, "59 s"],
    [60_000, "1 min"],
    [3_600_000, "1 h"],
    [47 * 3_600_000, "47 h"],
    [48 * 3_600_000, "2 days"],
  ];
  for (const [ms, text] of cases) assert.equal(duration(ms), text);
});

test("a moment is said to the minute, in UTC", () => {
  assert.equal(moment("2026-11-23T04:30:59.123Z"), "2026-11-23 04:30 UTC");
});

test("colours appear only where they belong", () => {
  assert.equal(painter({ colour: false })("bad", "x"), "x");
  assert.equal(painter({ colour: true })("bad", "x"), "\u001B[31mx\u001B[39m");
  assert.equal(painter({ colour: true })("plain", "x"), "x");
});
