import assert from "node:assert/strict";
import { test } from "node:test";
import { wordsIn } from "./words-about.ts";

const address = "bob@far.example";
const wordsAbout = (about: string, text: string) => wordsIn(text)(about);

test("a reason stands below the address, or behind it", () => {
  const lines =
    "failed:\r\n\r\n  Bob@far.example\r\n    (generated from b@far.example)\r\n    Unknown user\r\n\r\nMore";
  assert.equal(wordsAbout(address, lines), "(generated from b@far.example)     Unknown user");
  assert.equal(
    wordsAbout(address, "list:\n\nbob@far.example: 550 No such user\n\nBelow"),
    "550 No such user",
  );
  assert.equal(wordsAbout(address, "\n<bob@far.example>:\nSorry, no mailbox\n\n"), "Sorry, no mailbox");
});

test("a reason is of the address itself, and not of one that begins like it", () => {
  const text =
    "bob@far.example.org: full\n\nbob@far.example\n\neve@far.example: gone\nbob@far.example: unknown";
  assert.equal(wordsAbout(address, text), "unknown");
  assert.equal(wordsAbout(address, "We wrote to bob@far.example: in vain"), undefined);
  assert.equal(wordsAbout(address, ""), undefined);
});
