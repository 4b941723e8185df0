import assert from "node:assert/strict";
import { test } from "node:test";
import { seeded } from "#protocols/testdata/seeded.ts";
import { nearest } from "./nearest.ts";

const commands = ["serve", "identity", "dns", "keys", "zone"];

test("a mistyped word is near to what was meant", () => {
  const meant = {
    identiy: "identity",
    idnetity: "identity",
    ident: "identity",
    key: "keys",
    sevre: "serve",
    dsn: "dns",
  };
  for (const [word, expected] of Object.entries(meant)) assert.equal(nearest(word, commands), expected, word);
});

test("a word like no other is near to none", () => {
  for (const word of ["", "frobnicate", "xyz", "q"]) assert.equal(nearest(word, commands), undefined, word);
});

test("one letter more, less, changed or moved stays near, whatever the word", () => {
  const random = seeded(7);
  for (let round = 0; round < 2_000; round += 1) {
    const word = "identity";
    const at = 1 + random.below(word.length - 2);
    const swapped = word.slice(0, at) + (word[at + 1] ?? "") + (word[at] ?? "") + word.slice(at + 2);
    const removed = word.slice(0, at) + word.slice(at + 1);
    const added = `${word.slice(0, at)}x${word.slice(at)}`;
    for (const typed of [swapped, removed, added]) assert.equal(nearest(typed, commands), word, typed);
  }
});
