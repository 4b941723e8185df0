import assert from "node:assert/strict";
import { test } from "node:test";
import { seeded } from "#protocols/testdata/seeded.ts";
import { csvRow, readCsv } from "./csv.ts";

const rowsOf = (text: string) => [...readCsv(text)].map(({ fields }) => fields);

test("what is written is read again", () => {
  const rows = [
    ["a", "b,c", 'say "hi"'],
    ["", "two\r\nlines", "ü"],
  ];
  assert.equal(csvRow(rows[0] ?? []), 'a,"b,c","say ""hi"""\r\n');
  assert.deepEqual(rowsOf(rows.map(csvRow).join("")), rows);
});

test("files of people and spreadsheets are read", () => {
  assert.deepEqual(rowsOf("\uFEFFa , b\n\n\r\n c,d"), [
    ["a", "b"],
    ["c", "d"],
  ]);
  assert.deepEqual(rowsOf('"a"x,b"c\n"open'), [["a", 'b"c'], ["open"]]);
  assert.deepEqual(
    [...readCsv('a\n"b\nc",d\n\ne')].map(({ line }) => line),
    [1, 2, 5],
  );
});

test("of a row with more fields than anybody has, the first are read", () => {
  const [one, ...others] = rowsOf(`${"a,".repeat(5_000)}"b\n1,2\n`);
  assert.equal(one?.length, 1_000);
  assert.deepEqual(others, [["1", "2"]]);
});

test("no text makes it throw or go on for ever", () => {
  const random = seeded(3);
  const signs = 'a,"\r\n \uFEFF';
  for (let round = 0; round < 2_000; round += 1) {
    const text = Array.from({ length: random.below(30) }, () => signs[random.below(signs.length)]).join("");
    for (const { fields } of readCsv(text)) assert.ok(fields.length > 0);
  }
});
