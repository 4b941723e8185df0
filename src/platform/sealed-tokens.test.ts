import assert from "node:assert/strict";
import { test } from "node:test";
import { SealedTokens } from "./sealed-tokens.ts";

const tokens = new SealedTokens(new Uint8Array(32).fill(7));
const content = ["a", "Grüße", ""];

test("a token says what was written, for the purpose it was written for", () => {
  const token = tokens.write("click", content);
  assert.match(token, /^[A-Za-z0-9_.-]+$/);
  assert.deepEqual(tokens.read("click", token), content);
  assert.equal(tokens.read("open", token), undefined);
  assert.equal(new SealedTokens(new Uint8Array(32).fill(8)).read("click", token), undefined);
});

test("a token that was changed anywhere says nothing", () => {
  const token = tokens.write("click", content);
  for (let at = 0; at < token.length; at++) {
    const other = token[at] === "A" ? "B" : "A";
    const changed = token.slice(0, at) + other + token.slice(at + 1);
    // The last character of base64url may have bits that say nothing.
    const read = tokens.read("click", changed);
    assert.ok(read === undefined || at === token.length - 1, changed);
  }
  for (const garbage of ["", ".", "a.b", "a.b.c", token.slice(1), `${token}.`, "x".repeat(10_000)]) {
    assert.equal(tokens.read("click", garbage), undefined);
  }
});
