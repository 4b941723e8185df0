import assert from "node:assert/strict";
import { test } from "node:test";
import { seeded } from "#protocols/testdata/seeded.ts";
import { isReadAlike, readMailbox, readMailboxList } from "./mailbox.ts";

const good: readonly [text: string, ...mailboxes: { name?: string; address: string }[]][] = [
  ["a@b.example", { address: "a@b.example" }],
  ["<a@b.example>", { address: "a@b.example" }],
  ["Ann <a@b.example>", { name: "Ann", address: "a@b.example" }],
  ['"Last, First" <a@b.example>', { name: "Last, First", address: "a@b.example" }],
  ['"say \\"hi\\"" <a@b.example>', { name: 'say "hi"', address: "a@b.example" }],
  ["=?UTF-8?Q?J=C3=B6rg?= <a@b.example>", { name: "Jörg", address: "a@b.example" }],
  ["=?utf-8?B?SsO2?= =?utf-8?B?cmc=?= <a@b.example>", { name: "Jörg", address: "a@b.example" }],
  ["Ann (at work (today)) <a@b.example>", { name: "Ann", address: "a@b.example" }],
  ["a@b.example (Ann)", { address: "a@b.example" }],
  ['"a@b"@c.example', { address: '"a@b"@c.example' }],
  ['Ann <"a>b"@c.example>', { name: "Ann", address: '"a>b"@c.example' }],
  ["a@b.example, , c@d.example,", { address: "a@b.example" }, { address: "c@d.example" }],
  ["undisclosed-recipients:;"],
  [
    "friends: a@b.example, Cy <c@d.example>;",
    { address: "a@b.example" },
    { name: "Cy", address: "c@d.example" },
  ],
  ["<@relay.example:a@b.example>", { address: "a@b.example" }],
  ["invalid@invalid", { address: "invalid@invalid" }],
  [""],
];

for (const [text, ...mailboxes] of good) {
  test(`${JSON.stringify(text)} names ${mailboxes.length}`, () => {
    assert.deepEqual(readMailboxList(text), { ok: true, mailboxes });
  });
}

test("a list is read by all programs alike, unless somebody else may be found in it", () => {
  const alike = [
    "a@b.example",
    "Ann <a@b.example>, c@d.example",
    '"x@y" <a@b.example>',
    "Ann (x@y) <a@b.example>",
    "",
  ];
  for (const text of [...alike, "Ann\r\n\t<a@b.example>"]) assert.ok(isReadAlike(text), text);
  const others = [
    "x@y: a@b.example;",
    "x@y:;, a@b.example",
    "x@y <a@b.example>",
    "<a@b.example> x@y",
    "<@x:a@b.example>",
  ];
  for (const text of [...others, "Ann\0 <a@b.example>", "x@y\v<a@b.example>"])
    assert.ok(!isReadAlike(text), text);
});

const bad: readonly string[] = [
  "Ann",
  "a@b@c.example",
  '"Ann <a@b.example>',
  "(Ann <a@b.example>",
  "Ann <a@b.example",
  "<a@b.example> <c@d.example>",
  "<a@b.example> c@d.example",
  "jörg@b.example",
  "a b@c.example",
];

for (const text of bad) {
  test(`${JSON.stringify(text)} is no list of mailboxes`, () => {
    assert.equal(readMailboxList(text).ok, false);
  });
}

test("one mailbox has no line ends in it, and so no field behind them", () => {
  for (const text of ["a@b.example\r\nBcc: c@d.example", "Ann\n <a@b.example>", "a\0 <a@b.example>"]) {
    assert.equal(readMailbox(text).ok, false, JSON.stringify(text));
  }
});

test("one mailbox is neither none nor two", () => {
  assert.equal(readMailbox("").ok, false);
  assert.deepEqual(readMailbox("a@b.example, c@d.example"), { ok: false, fault: "Illegal address" });
  const twice = readMailbox("<a@b.example> <c@d.example>");
  assert.deepEqual(twice, { ok: false, fault: "Extra route-addr" });
});

test("random text never throws, and is read in linear time", () => {
  const random = seeded(7);
  const alphabet = Array.from('a@b.c<>"\\(),;: =?UTF-8?Q?_ö\0');
  for (let round = 0; round < 3_000; round++) {
    const text = Array.from({ length: random.below(60) }, () => alphabet[random.below(alphabet.length)]).join(
      "",
    );
    readMailboxList(text);
  }
  for (const text of ["(".repeat(99_999), '"'.repeat(99_999), "<".repeat(99_999), "=?a?q?".repeat(9_000)]) {
    readMailboxList(`${text} <a@b.example>`);
  }
});
