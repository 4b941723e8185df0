import assert from "node:assert/strict";
import { test } from "node:test";
import { readConfig } from "#config.ts";
import { readBlocklists } from "./blocklists.ts";

test("the key of a subscription stands before an @, and is in the name that is asked and not in the one that is shown", () => {
  assert.deepEqual(readBlocklists("BL.Example.net, Abc123@zen.example.org"), [
    { name: "bl.example.net", zone: "bl.example.net", key: undefined },
    { name: "zen.example.org", zone: "abc123.zen.example.org", key: "abc123" },
  ]);
});

test("what makes no sense is refused, and no refusal repeats a key", () => {
  const key = "abcdefghijklmnopqrstuvwxyz";
  for (const text of [
    `${key}.zen.example.org`,
    `x y${key}@zen.example.org`,
    `${key}@`,
    `${key}@a@b`,
    "bl.example,bl.example",
    `${key}@${"long-label.".repeat(15)}example.org`,
  ]) {
    assert.throws(
      () => readConfig({ SIGNET_BLOCKLISTS: text }),
      (error: Error) => error.message.startsWith("SIGNET_BLOCKLISTS=***: ") && !error.message.includes(key),
      text,
    );
  }
});
