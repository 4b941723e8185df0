import assert from "node:assert/strict";
import { test } from "node:test";
import { table, wrapped } from "./table.ts";

test("columns are aligned and end without space", () => {
  assert.deepEqual(
    table([
      ["a", "bcd", "e"],
      ["abc", "d"],
    ]),
    ["a    bcd  e", "abc  d"],
  );
  assert.deepEqual(table([]), []);
});

test("text breaks between words, and inside none", () => {
  assert.deepEqual(wrapped("one two three", 7), ["one two", "three"]);
  assert.deepEqual(wrapped("a verylongword b", 5), ["a", "verylongword", "b"]);
  assert.deepEqual(wrapped("", 5), []);
});
