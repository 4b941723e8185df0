import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeText } from "./charset.ts";

test("a text is read in the charset it names, by other names too", () => {
  const reads = (hex: string, charset: string | undefined) => decodeText(Buffer.from(hex, "hex"), charset);
  assert.equal(reads("67 72 fc 6e".replaceAll(" ", ""), "Latin-1"), "grün");
  assert.equal(reads("93fa967b", "cp932"), "日本");
  assert.equal(reads("c4e3bac3", "CP936"), "你好");
  assert.equal(reads("c7d1b1db", "cp949"), "한글");
  assert.equal(reads("67fc", "iso-8859-1 (Latin 1)"), "gü");
  assert.equal(reads("67fc", "'iso-8859-1'"), "gü");
});

test("where nobody knows the charset, or none is named, it is UTF-8 if it can be, else windows-1252", () => {
  for (const charset of [undefined, "x-unknown", ""]) {
    assert.equal(decodeText(Buffer.from("grün €"), charset), "grün €");
    assert.equal(decodeText(Buffer.from("6772fc6e2080", "hex"), charset), "grün €");
  }
  assert.equal(decodeText(Buffer.from("67fc", "hex"), "utf-8"), "g\u{FFFD}");
});
