import assert from "node:assert/strict";
import { test } from "node:test";
import { blocklistName, blocklistText, readBlocklistAnswer, testEntries } from "./blocklist.ts";
import type { Looked } from "./client/lookup.ts";

const found = (...addresses: string[]): Looked => ({
  kind: "records",
  records: addresses.map((address) => ({ name: "x", ttl: 60, type: "A", address })),
  ttlSeconds: 60,
});

test("addresses are asked for in reverse, as the RFC's own examples are", () => {
  assert.equal(blocklistName("192.0.2.99", "bad.example.com"), "99.2.0.192.bad.example.com");
  assert.equal(
    blocklistName("2001:db8:1:2:3:4:567:89ab", "ugly.example.com"),
    "b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.8.b.d.0.1.0.0.2.ugly.example.com",
  );
  assert.equal(
    blocklistName(testEntries("2001:db8::1").listed[0] ?? "", "bl.example"),
    `2.0.0.0.0.0.f.7.f.f.f.f.${"0.".repeat(20)}bl.example`,
  );
});

test("a refusal, an address that no list answers and silence are no listing, and no absence", () => {
  const kinds = (...looked: Looked[]) => looked.map((one) => readBlocklistAnswer(one).kind);
  assert.deepEqual(kinds(found("127.0.0.2"), found("127.0.0.4", "127.0.0.10"), found("127.0.1.2")), [
    "listed",
    "listed",
    "listed",
  ]);
  assert.deepEqual(kinds({ kind: "no-such-name" }, { kind: "no-such-type" }), ["clear", "clear"]);
  assert.deepEqual(
    kinds(
      found("127.255.255.252"),
      found("127.0.0.2", "127.255.255.254"),
      found("127.0.0.1"),
      found("203.0.113.9"),
      { kind: "failed", reason: "timeout" },
    ),
    ["unknown", "unknown", "unknown", "unknown", "unknown"],
  );
});

test("a list's words are one line of text, whatever octets it sends", () => {
  const text = (...strings: Buffer[]) =>
    blocklistText({ kind: "records", records: [{ name: "x", ttl: 1, type: "TXT", strings }], ttlSeconds: 1 });
  assert.equal(
    text(Buffer.from("Listed,\0 see\r\nhttps://"), Buffer.from("bl.example/")),
    "Listed, see https://bl.example/",
  );
  assert.equal(text(Buffer.from([0, 10, 13])), undefined);
  assert.equal(text(Buffer.from([0xff, 0xc3])), "\ufffd\ufffd");
});
