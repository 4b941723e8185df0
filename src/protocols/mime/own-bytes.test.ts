import assert from "node:assert/strict";
import { test } from "node:test";
import { ownBytes } from "./own-bytes.ts";

test("texts and bytes stand in a row, in memory that nothing else shares", () => {
  const bytes = ownBytes(["Subject: é\r\n", Buffer.from([0, 255]), "", "end"]);
  assert.equal(Buffer.from(bytes).toString("latin1"), "Subject: é\r\n\u0000ÿend");
  assert.equal(bytes.buffer.byteLength, bytes.length);
});
