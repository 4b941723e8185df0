import assert from "node:assert/strict";
import { test } from "node:test";
import { systemRandom } from "#platform/random.ts";
import { PasswordHasher } from "./password-hash.ts";

test("a name that nobody has is refused as ever once a crowd has gone", async () => {
  const hasher = new PasswordHasher(systemRandom);
  const crowd = Array.from({ length: 32 }, async () => await hasher.hash("a password of theirs"));
  await assert.rejects(hasher.matches("anything", undefined), { problem: "too-many-requests" });
  await Promise.all(crowd);
  assert.equal(await hasher.matches("anything", undefined), false);
});
