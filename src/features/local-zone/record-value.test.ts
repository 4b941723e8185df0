import assert from "node:assert/strict";
import { test } from "node:test";
import { seeded } from "#protocols/testdata/seeded.ts";
import {
  type LocalRecordType,
  localRecordTypes,
  maxTextOctets,
  readRecordValue,
  recordDataOf,
} from "./record-value.ts";

function valueOf(type: LocalRecordType, text: string): string | undefined {
  const reading = readRecordValue(type, text);
  return reading.ok ? reading.value : undefined;
}

test("values are read as providers' forms take them", () => {
  assert.equal(valueOf("A", "192.0.2.1"), "192.0.2.1");
  assert.equal(valueOf("AAAA", "2001:DB8::1"), "2001:db8::1");
  assert.equal(valueOf("CNAME", "Tok.DKIM.example."), "tok.dkim.example");
  assert.equal(valueOf("NS", "ns1.example."), "ns1.example");
  assert.equal(valueOf("MX", "10  MX.example."), "10 mx.example");
  assert.equal(valueOf("MX", "0 ."), "0 .", "RFC 7505: the domain takes no mail");
  assert.deepEqual(recordDataOf("MX", "0 ."), { type: "MX", preference: 0, exchange: "" });
  assert.equal(valueOf("TXT", "v=spf1 -all"), "v=spf1 -all");
  assert.equal(valueOf("TXT", '"v=DKIM1; p=AA" "BB\\"\\\\"'), 'v=DKIM1; p=AABB"\\');
  assert.equal(valueOf("TXT", 'say "hello"'), 'say "hello"');
  assert.equal(valueOf("TXT", ""), "");
});

test("what is not of the type is refused", () => {
  const bad: [LocalRecordType, string][] = [
    ["A", "192.0.2.256"],
    ["A", "2001:db8::1"],
    ["AAAA", "192.0.2.1"],
    ["AAAA", "fe80::1%eth0"],
    ["CNAME", "two words"],
    ["CNAME", ""],
    ["NS", "_ns.example"],
    ["MX", "mx.example"],
    ["MX", "65536 mx.example"],
    ["MX", "10 ."],
    ["TXT", "x".repeat(maxTextOctets + 1)],
  ];
  for (const [type, text] of bad) assert.equal(valueOf(type, text), undefined, `${type} ${text}`);
});

test("no text makes the reading throw, and what was read is read again as itself", () => {
  const random = seeded(5);
  const alphabet = '0123456789abc.:"\\ \n;%_-é';
  for (let index = 0; index < 5_000; index += 1) {
    const text = Array.from({ length: random.below(24) }, () => alphabet[random.below(alphabet.length)]).join(
      "",
    );
    for (const type of localRecordTypes) {
      const value = valueOf(type, text);
      if (value !== undefined && type !== "TXT") assert.equal(valueOf(type, value), value);
    }
  }
});
