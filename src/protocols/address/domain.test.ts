import assert from "node:assert/strict";
import { test } from "node:test";
import { readDomain } from "./domain.ts";

test("a domain is written in lower case and A-labels", () => {
  const names: readonly [written: string, stored: string][] = [
    ["example.com", "example.com"],
    ["WWW.Example.COM", "www.example.com"],
    ["localhost", "localhost"],
    ["bücher.example", "xn--bcher-kva.example"],
    ["BÜCHER.example", "xn--bcher-kva.example"],
    ["xn--bcher-kva.example", "xn--bcher-kva.example"],
    ["例え。テスト", "xn--r8jz45g.xn--zckzah"],
    ["straße.example", "xn--strae-oqa.example"],
    ["r3---sn-abc.example", "r3---sn-abc.example"],
    ["1password.com", "1password.com"],
    [`${"a".repeat(63)}.example`, `${"a".repeat(63)}.example`],
  ];
  for (const [written, stored] of names) {
    const reading = readDomain(written);
    assert.equal(reading.ok && reading.name, stored, written);
  }
});

test("one thing changed in a domain gives the one fault that names it", () => {
  const faults: readonly [written: string, fault: RegExp][] = [
    ["", /Missing domain/],
    ["example.com.", /ends with dot/],
    [".example.com", /starts with dot/],
    ["example..com", /dot-dot/],
    ["exa mple.com", /whitespace/],
    ["example.com\n", /whitespace/],
    ["example\u0000.com", /control/],
    ["exa_mple.com", /illegal character/],
    ["exa%6Dple.com", /illegal character/],
    ["exa％6dple.com", /not a valid/],
    ["example.com/path", /illegal character/],
    ["example.com:25", /illegal character/],
    ["[127.0.0.1]", /illegal character/],
    ["::1", /illegal character/],
    ["-example.com", /hyphen/],
    ["example-.com", /hyphen/],
    ["127.0.0.1", /IP address/],
    ["1.2.3", /IP address/],
    ["0x7f", /IP address/],
    ["example.0x", /IP address/],
    ["１２７.１", /IP address/],
    ["xn--a.example", /not a valid/],
    ["bü\u{10ffff}cher.example", /not a valid/],
    [`${"a".repeat(64)}.example`, /label longer than 63/],
    [`${"ü".repeat(63)}.example`, /not a valid|longer than/],
    [`${"a.".repeat(126)}aa`, /longer than 253/],
  ];
  for (const [written, fault] of faults) {
    const reading = readDomain(written);
    assert.ok(!reading.ok, `${JSON.stringify(written)} was accepted`);
    assert.match(reading.fault, fault, JSON.stringify(written));
  }
});

test("a stored name reads back as itself", () => {
  for (const written of ["Example.com", "bücher.example", "例え。テスト"]) {
    const first = readDomain(written);
    assert.ok(first.ok);
    assert.deepEqual(readDomain(first.name), first);
  }
});
