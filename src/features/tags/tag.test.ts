import assert from "node:assert/strict";
import { test } from "node:test";
import { CallerError } from "#platform/errors.ts";
import { seeded } from "#protocols/testdata/seeded.ts";
import { checkTags, isTagKey } from "./tag.ts";

const tag = { key: "team", value: "mail" };
const many = (count: number) => Array.from({ length: count }, (_, at) => ({ key: `k${at}`, value: "" }));
const lengthText = (path: string, bound: string) =>
  `Value at 'tags.${path}' failed to satisfy constraint: Member must have length ${bound}`;
const characters =
  "Tags can only contain letters, numbers, spaces, and the following special characters: _ . : / = + - @";

for (const tags of [
  [],
  [tag],
  many(50),
  [tag, { ...tag, key: "Team" }],
  [{ key: "k".repeat(128), value: "v".repeat(256) }],
  [{ key: "𝒦".repeat(128), value: "" }],
  [{ key: "Größe/α β", value: "_.:/=+-@\u00a0" }],
  [{ key: "k", value: "aws:allowed in a value" }],
]) {
  test(`tags are taken: ${JSON.stringify(tags).slice(0, 60)}`, () => checkTags(tags));
}

for (const [tags, message] of [
  [
    many(51),
    "Maximum of 50 user tags are allowed per resource, consider reducing the number of tags in the request",
  ],
  [[{ ...tag, value: "a,b" }], characters],
  [[{ ...tag, key: "a\tb" }], characters],
  [[{ ...tag, key: "a\u0000" }], characters],
  [[{ ...tag, value: "\ud800" }], characters],
  [[{ ...tag, key: "aws:x" }], "Caller is an end user and not allowed to mutate system tags"],
  [[{ ...tag, key: "AWS:x" }], "Caller is an end user and not allowed to mutate system tags"],
  [
    [{ ...tag, key: "" }],
    `1 validation error detected: ${lengthText("1.member.key", "greater than or equal to 1")}`,
  ],
  [
    [tag, { key: "k".repeat(129), value: "v".repeat(257) }],
    `2 validation errors detected: ${lengthText("2.member.value", "less than or equal to 256")}; ${lengthText("2.member.key", "less than or equal to 128")}`,
  ],
  [[tag, { ...tag, value: "other" }], "Cannot provide multiple tags with the same key"],
] as const) {
  test(`tags are refused: ${message.slice(0, 70)}`, () => {
    assert.throws(() => checkTags(tags), { problem: "bad-request", message });
  });
}

test("random tags are taken or refused, and a key that is taken is a key", () => {
  const random = seeded(3);
  const pieces = ["a", "aws:", " ", "\n", "@", "é", "𝒦", ",", "\u0000", "k".repeat(64)];
  const text = () => Array.from({ length: random.below(5) }, () => pieces[random.below(10)]).join("");
  for (let round = 0; round < 3_000; round += 1) {
    const tags = Array.from({ length: random.below(4) }, () => ({ key: text(), value: text() }));
    try {
      checkTags(tags);
    } catch (error) {
      assert.ok(error instanceof CallerError);
      continue;
    }
    assert.ok(tags.every(({ key }) => isTagKey(key)));
  }
});
