import assert from "node:assert/strict";
import { test } from "node:test";
import { unflowed } from "./flowed.ts";

const texts: readonly [what: string, written: string, meant: string][] = [
  ["a paragraph", "one \ntwo \nthree\nfour", "one two three\nfour"],
  ["an empty line", "one\n\n \ntwo", "one\n\n\ntwo"],
  ["what was stuffed", " From me\n >not quoted\n  indented", "From me\n>not quoted\n indented"],
  [
    "quotes of one depth",
    "> one \n> two\n>> deeper \n>> too\n>bare \n>bare",
    "> one two\n>> deeper too\n>bare bare",
  ],
  ["quotes of another depth", "> one \ntwo \n> three", "> one \ntwo \n> three"],
  ["a signature", "bye \n-- \nEve \nof Example", "bye \n-- \nEve of Example"],
  ["a quoted signature", "> -- \n> Eve", "> -- \n> Eve"],
  ["what flows to the end", "one ", "one "],
  ["nothing", "", ""],
];

for (const [what, written, meant] of texts) {
  test(`${what} of a text that flows is read`, () => assert.equal(unflowed(written, false), meant));
}

test("a space that only says that a line flows is taken away where the text says so", () => {
  assert.equal(unflowed("https://exam \nple.com/ \n\n日本 \n語", true), "https://example.com/\n日本語");
});

test("a million lines are read at once", () => {
  assert.equal(unflowed("> a \n".repeat(1_000_000), false).length, 2 + 2 * 1_000_000 + 1);
  assert.equal(unflowed("a \n".repeat(1_000_000), false).length, 2 * 1_000_000);
});
