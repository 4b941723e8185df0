import assert from "node:assert/strict";
import { test } from "node:test";
import { seeded } from "#protocols/testdata/seeded.ts";
import { readArn, writeArn } from "./arn.ts";

const arn = "arn:aws:ses:us-east-1:000000000000:identity/example.com";

test("an ARN is read into its parts and written back", () => {
  const read = readArn(arn);
  assert.deepEqual(read, {
    partition: "aws",
    service: "ses",
    region: "us-east-1",
    account: "000000000000",
    resource: "identity/example.com",
  });
  assert.equal(read && writeArn(read), arn);
});

test("colons after the fifth belong to the resource", () => {
  assert.equal(readArn(`${arn}:x`)?.resource, "identity/example.com:x");
});

test("a global resource has no region and no account", () => {
  assert.deepEqual(readArn("arn:aws:iam:::user/x")?.account, "");
});

for (const [what, text] of [
  ["no scheme", arn.slice(4)],
  ["no partition", arn.replace("aws", "")],
  ["no service", arn.replace("ses", "")],
  ["no resource", arn.replace("identity/example.com", "")],
  ["too few parts", "arn:aws:ses:us-east-1"],
  ["a space in the region", arn.replace("us-east-1", "us east")],
  ["an endless name", `${arn}${"x".repeat(2_048)}`],
  ["nothing", ""],
] as const) {
  test(`an ARN with ${what} is none`, () => assert.equal(readArn(text), undefined));
}

test("what is read is always written back as it was, and nothing else is read", () => {
  const random = seeded(7);
  const pieces = ["arn", ":", "aws", "ses", "us-east-1", "0", "identity/", "", "\n", "é", "/", "-"];
  for (let round = 0; round < 5_000; round += 1) {
    const text = Array.from({ length: random.below(16) }, () => pieces[random.below(pieces.length)]).join("");
    const read = readArn(text);
    if (read !== undefined) assert.equal(writeArn(read), text);
    else assert.doesNotMatch(text, /^arn:aws:ses:us-east-1:0:identity/);
  }
});
