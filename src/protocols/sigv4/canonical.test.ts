import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { canonicalPath } from "./canonical-path.ts";
import { canonicalQuery } from "./canonical-query.ts";
import { HmacKey } from "./hmac-key.ts";
import { readTimestamp } from "./timestamp.ts";

test("the HMAC is that of node:crypto, for short and long keys", () => {
  for (const length of [0, 1, 44, 64, 65, 200]) {
    const key = Buffer.alloc(length, 7);
    for (const text of ["", "x", "y".repeat(512)]) {
      assert.deepEqual(new HmacKey(key).sign(text), createHmac("sha256", key).update(text).digest());
    }
  }
});

test("paths and queries have one canonical spelling", () => {
  assert.equal(canonicalPath("/v2/a%40b"), "/v2/a%2540b");
  assert.equal(canonicalPath("/a/../../b/./c//"), "/b/c/");
  assert.equal(canonicalPath("/.."), "/");
  assert.equal(canonicalPath("/...a/.b"), "/...a/.b");
  assert.equal(canonicalQuery("b=2&a=%7e&a=+&c&&=x"), "=x&a=%20&a=~&b=2&c=");
  assert.equal(canonicalQuery("a=%zz&b=%4"), "a=%25zz&b=%254");
});

test("a timestamp is a time that exists", () => {
  assert.equal(readTimestamp("20240229T235959Z"), Date.UTC(2024, 1, 29, 23, 59, 59));
  for (const text of [
    "20260231T000000Z",
    "20261301T000000Z",
    "20260101T240000Z",
    "20260100T000000Z",
    "x",
    "",
  ]) {
    assert.equal(readTimestamp(text), undefined, text);
  }
});
