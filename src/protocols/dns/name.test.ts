import assert from "node:assert/strict";
import { test } from "node:test";
import {
  isAtOrBelow,
  isDomainName,
  isHostName,
  labelsOf,
  normalizeName,
  parentOf,
  sameName,
  selfAndAncestors,
} from "./name.ts";

test("a normal name is in lower case and has no dot at the end", () => {
  assert.equal(normalizeName("ExAmple.COM."), "example.com");
  assert.equal(normalizeName("."), "");
  // RFC 4343: only ASCII has case. The Kelvin sign lower-cases to an ordinary k elsewhere.
  assert.equal(normalizeName("\u212Aelvin.EXAMPLE"), "\u212Aelvin.example");
});

test("names are equal whatever their case", () => {
  assert.ok(sameName("a.Example", "A.eXAMPLE."));
  assert.ok(!sameName("a.example", "b.example"));
  assert.ok(!sameName("\u212A.example", "k.example"));
});

test("a name is below its ancestors only at a dot", () => {
  assert.ok(isAtOrBelow("a.example", "example"));
  assert.ok(isAtOrBelow("example", "example"));
  assert.ok(isAtOrBelow("example", ""));
  assert.ok(!isAtOrBelow("badexample", "example"));
  assert.ok(!isAtOrBelow("example", "a.example"));
});

test("a name is taken apart from left to right", () => {
  assert.deepEqual(labelsOf("a.b.c"), ["a", "b", "c"]);
  assert.deepEqual(labelsOf(""), []);
  assert.equal(parentOf("a.b"), "b");
  assert.equal(parentOf("b"), "");
  assert.equal(parentOf(""), undefined);
  assert.deepEqual(selfAndAncestors("a.b.c", "b.c"), ["a.b.c", "b.c"]);
  assert.deepEqual(selfAndAncestors("a.b"), ["a.b", "b", ""]);
});

test("a name keeps to the letters and lengths of the DNS", () => {
  const good = ["example.com", "_domainkey.example.com", "xn--bcher-kva.example", "a", "1.2", "A_b.c"];
  for (const name of good) assert.ok(isDomainName(name), name);
  const bad = ["", ".", "a..b", "a.", "-a.b", "a-.b", "a b", "ü.example", `${"a".repeat(64)}.b`, "a\nb"];
  for (const name of bad) assert.ok(!isDomainName(name), JSON.stringify(name));
  const longest = `${"a".repeat(63)}.${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(61)}`;
  assert.ok(isDomainName(longest));
  assert.ok(!isDomainName(`${longest}d`));
});

test("a host's name has no underscore", () => {
  assert.ok(isHostName("mx1.example.com"));
  assert.ok(!isHostName("_mx.example.com"));
});
