import assert from "node:assert/strict";
import { test } from "node:test";
import { readContentType } from "./content-type.ts";

const values: readonly [value: string, type: string, parameters: Readonly<Record<string, string>>][] = [
  ["text/HTML; Charset=UTF-8", "text/html", { charset: "UTF-8" }],
  ['text/plain; a="b;\\"c" (comment); d=e', "text/plain", { a: 'b;"c', d: "e" }],
  ['"text/html"; charset=utf-8', "text/html", { charset: "utf-8" }],
  ["multipart/mixed; boundary=b (comment)", "multipart/mixed", { boundary: "b" }],
  ['multipart/mixed; boundary="b (c) "', "multipart/mixed", { boundary: "b (c)" }],
  ["multipart/mixed; boundary=(b)", "multipart/mixed", { boundary: "(b)" }],
  ["multipart/mixed; boundary=a; boundary=b", "multipart/mixed", { boundary: "a" }],
  ["application/x; name=a file (1).pdf", "application/x", { name: "a file (1).pdf" }],
  ["html", "text/plain", {}],
  ["", "text/plain", {}],
];

for (const [value, type, parameters] of values) {
  test(`the Content-Type ${JSON.stringify(value)} is read`, () => {
    const read = readContentType(value);
    assert.deepEqual([read.type, Object.fromEntries(read.parameters)], [type, parameters]);
  });
}
