import assert from "node:assert/strict";
import { test } from "node:test";
import { TableText } from "./table-text.ts";

/** What a row of it, which a spreadsheet is to take for text, is in CSV. */
function inCsv(cell: string): string {
  return new TableText(["Subject"], "CSV").row([cell]);
}

test("no spreadsheet finds a formula in a text, wherever it parts fields", () => {
  assert.equal(inCsv("=HYPERLINK(1)"), "'=HYPERLINK(1)\r\n");
  assert.equal(inCsv("x;=HYPERLINK(1)"), "x;'=HYPERLINK(1)\r\n");
  assert.equal(inCsv("x\t@SUM(1)"), "x\t'@SUM(1)\r\n");
  assert.equal(inCsv('x;"=1+1";+2'), `"x;'""=1+1"";'+2"\r\n`);
  assert.equal(inCsv("x\n-1"), `"x\n'-1"\r\n`);
  assert.equal(inCsv(";\t=1"), ";\t'=1\r\n");
});

test("what looks like a formula in the middle of a text stays, and all of JSON does", () => {
  for (const text of ["a = b", "x; y", "Sale; - 5 %", "ann+list@a.example", "a,b"]) {
    assert.equal(inCsv(text).replaceAll(/^"|"?\r\n$/g, ""), text);
  }
  assert.equal(new TableText(["Subject"], "JSON").row(["x;=1"]), '\n{"Subject":"x;=1"}');
});
