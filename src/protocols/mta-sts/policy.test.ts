import assert from "node:assert/strict";
import { test } from "node:test";
import { seeded } from "#protocols/testdata/seeded.ts";
import { assertLinear } from "#test/support/processor-time.ts";
import { allowsMx, readStsId, readStsPolicy } from "./policy.ts";

/** RFC 8461 §3.2. */
const policy =
  "version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmx: *.example.net\r\nmax_age: 604800\r\n";

test("a policy is read as it was written", () => {
  const expected = { mode: "enforce", mx: ["mail.example.com", "*.example.net"], maxAgeSeconds: 604_800 };
  assert.deepEqual(readStsPolicy(policy), expected);
  assert.deepEqual(readStsPolicy(policy.replaceAll("\r\n", "\n")), expected);
});

test("what is no policy is none", () => {
  for (const text of [
    "",
    "<html>",
    policy.replace("STSv1", "STSv2"),
    policy.replace("enforce", "maybe"),
    policy.replace("604800", "soon"),
    policy.replaceAll(/mx:.*\r\n/g, ""),
  ]) {
    assert.equal(readStsPolicy(text), undefined);
  }
});

test("a line of white space that does not end there is read in no more time than others", async () => {
  await assertLinear((size) => {
    readStsPolicy(policy.replace("mail.example.com", `mail${" \t".repeat(size)}example.com`));
  }, 8_000);
  const padded = policy.replaceAll(": ", ": \t ").replaceAll("\r\n", " \t \r\n");
  assert.deepEqual(readStsPolicy(padded), readStsPolicy(policy));
});

test("a star stands for one label", () => {
  const read = readStsPolicy(policy);
  assert.ok(read);
  for (const host of ["mail.example.com", "MX1.example.net"]) assert.ok(allowsMx(read, host));
  for (const host of ["example.net", "a.b.example.net", "mail.example.com.evil", "example.com"])
    assert.ok(!allowsMx(read, host));
});

test("a record has an id, and there is one", () => {
  assert.equal(readStsId(["v=spf1 -all", "v=STSv1; id=20160831085700Z;"]), "20160831085700Z");
  for (const texts of [
    [],
    ["v=STSv1"],
    ["v=STSv1; id=a", "v=STSv1; id=b"],
    ["v=STSv10; id=a"],
    ["v=STSv1; id=a-b"],
  ]) {
    assert.equal(readStsId(texts), undefined);
  }
});

test("no text makes the readers throw", () => {
  const random = seeded(5);
  for (let round = 0; round < 2_000; round++) {
    const bytes = Buffer.from(policy);
    for (let flips = 0; flips < 5; flips++) bytes[random.below(bytes.length)] = random.below(256);
    readStsPolicy(bytes.toString("latin1"));
    readStsId([bytes.toString("latin1")]);
  }
});
