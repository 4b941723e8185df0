import assert from "node:assert/strict";
import { test } from "node:test";
import { assertLinear } from "#test/support/processor-time.ts";
import { decodeWords } from "./decode-words.ts";

const cases: readonly [what: string, text: string, expected: string][] = [
  ["a word among others", "Re: =?iso-8859-1?Q?Gr=FC=DFe_aus?= Wien", "Re: Grüße aus Wien"],
  ["words, without the space between them", "=?utf-8?B?R3I=?=\r\n =?UTF-8?Q?=C3=BC=C3=9Fe?=", "Grüße"],
  ["words of two charsets", "=?utf-8?Q?=C3=BC?= =?iso-8859-1?Q?=FC?=", "üü"],
  ["a character that is parted over two words", "=?utf-8?B?w7zD?= =?utf-8?Q?=9Fe?=", "üße"],
  ["a word in a charset that nobody knows", "=?x-none?Q?a?= =?utf-8?Q?b?=", "=?x-none?Q?a?= b"],
  ["a word with a language (RFC 2231 §5)", "=?utf-8*de?Q?=C3=BC?=", "ü"],
  ["what is none", "=?utf-8?X?a?= =?a?= ?=", "=?utf-8?X?a?= =?a?= ?="],
];

for (const [what, text, expected] of cases) {
  test(`reads ${what}`, () => assert.equal(decodeWords(text), expected));
}

test("no text takes long", async () => {
  const parts = ["=?a?q??=", "=?a?q??= ", "=?a?q?", "=?utf-8?B?w7w=?= \r\n ", " =?"];
  for (const part of parts) await assertLinear((size) => decodeWords(part.repeat(size)), 1_250);
});
