import assert from "node:assert/strict";
import { test } from "node:test";
import { systemRandom } from "./random.ts";

test("no piece is given out twice, and what was given does not change", () => {
  const pieces = Array.from({ length: 2_000 }, () => systemRandom.bytes(16));
  const texts = pieces.map((piece) => piece.toHex());
  assert.equal(new Set(texts).size, pieces.length);
  assert.deepEqual(
    pieces.map((piece) => piece.toHex()),
    texts,
  );
});

test("pieces of every size have that size", () => {
  for (const size of [0, 1, 255, 256, 257, 5_000]) assert.equal(systemRandom.bytes(size).length, size);
});
