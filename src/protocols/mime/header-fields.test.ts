import assert from "node:assert/strict";
import { test } from "node:test";
import { readMessage } from "./header-fields.ts";

test("a header of ever more fields is not read, however small each of them is", () => {
  const message = (fields: number) => readMessage(Buffer.from(`${"a:\r\n".repeat(fields)}\r\nbody`));
  const read = message(250_000);
  assert.ok(read.ok);
  assert.equal(read.fields.length, 250_000);
  assert.equal(Buffer.from(read.body).toString(), "body");
  for (const end of ["\r\n\r\nbody", "\r\n", ""]) {
    const reading = readMessage(Buffer.from(`${"a:\r\n".repeat(300_000)}${end}`));
    assert.deepEqual(reading, { ok: false, fault: "The header is longer than 1048576 octets." });
  }
});

test("what a message has beside its header may be of any length", () => {
  const reading = readMessage(Buffer.concat([Buffer.from("a: b\r\n\r\n"), Buffer.alloc(4 * 1024 * 1024)]));
  assert.ok(reading.ok);
  assert.equal(reading.body.length, 4 * 1024 * 1024);
});
