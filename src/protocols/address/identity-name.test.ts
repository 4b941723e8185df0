import assert from "node:assert/strict";
import { test } from "node:test";
import { seeded } from "#protocols/testdata/seeded.ts";
import { readIdentityName } from "./identity-name.ts";

test("an @ makes an address, its absence a domain", () => {
  assert.deepEqual(readIdentityName("Ann@Example.com"), {
    ok: true,
    identity: { kind: "address", name: "Ann@Example.com", localPart: "Ann", domain: "example.com" },
  });
  assert.deepEqual(readIdentityName("Example.com"), {
    ok: true,
    identity: { kind: "domain", name: "example.com" },
  });
});

test("what SES accepts as an address is accepted", () => {
  const addresses: readonly [written: string, name: string, domain: string][] = [
    ["a@b", "a@b", "b"],
    ["invalid@invalid", "invalid@invalid", "invalid"],
    ['"a@b"@example.com', '"a@b"@example.com', "example.com"],
    ['"a\\"b"@example.com', '"a\\"b"@example.com', "example.com"],
    ["ann+label@example.com", "ann+label@example.com", "example.com"],
    ["!#$%&'*+-/=?^_`{|}~@example.com", "!#$%&'*+-/=?^_`{|}~@example.com", "example.com"],
    ["ann@bücher.example", "ann@xn--bcher-kva.example", "xn--bcher-kva.example"],
    [`${"a".repeat(100)}@example.com`, `${"a".repeat(100)}@example.com`, "example.com"],
  ];
  for (const [written, name, domain] of addresses) {
    const reading = readIdentityName(written);
    assert.ok(reading.ok && reading.identity.kind === "address", written);
    assert.deepEqual([reading.identity.name, reading.identity.domain], [name, domain]);
  }
});

test("one thing changed in an identity gives the one fault that names it", () => {
  const faults: readonly [written: string, fault: RegExp][] = [
    ["@example.com", /Missing local name/],
    ['""@example.com', /Missing local name/],
    ["ann@", /Missing domain/],
    ["@", /Missing local name/],
    ["ann@home@example.com", /Domain contains illegal character/],
    ['"ann@example.com', /Unterminated quote/],
    ['"ann"x@example.com', /Quote not followed/],
    ['an"n@example.com', /illegal character/],
    ["an n@example.com", /whitespace/],
    ['"an n"@example.com', /whitespace/],
    [" ann@example.com", /whitespace/],
    ["ann@example.com\r\n", /whitespace/],
    ["an\u0000n@example.com", /control/],
    ["änn@example.com", /Local address contains control or whitespace/],
    ['"än"@example.com', /Local address contains control or whitespace/],
    ["<ann@example.com>", /illegal character/],
    ["ann,bob@example.com", /illegal character/],
    [".ann@example.com", /starts with dot/],
    ["ann.@example.com", /ends with dot/],
    ["a..nn@example.com", /dot-dot/],
    ["ann@[127.0.0.1]", /illegal character/],
    ["ann@127.0.0.1", /IP address/],
    ["ann@example.com.", /ends with dot/],
    ["ann@exa_mple.com", /illegal character/],
    [`${"a".repeat(309)}@example.com`, /longer than 320/],
    ["example", /no dot/],
    ["example.com.", /ends with dot/],
  ];
  for (const [written, fault] of faults) {
    const reading = readIdentityName(written);
    assert.ok(!reading.ok, `${JSON.stringify(written)} was accepted`);
    assert.match(reading.fault, fault, JSON.stringify(written));
    assert.equal(reading.kind, written.includes("@") ? "address" : "domain");
  }
});

test("random text never throws, and what is accepted reads back as itself", () => {
  const random = seeded(20261101);
  const alphabet = Array.from('abcdefab1.-@@_"\\% xn--ü０。\u0000\n\u{200d}\u{1f600}\u{ad}');
  let accepted = 0;
  for (let round = 0; round < 5_000; round += 1) {
    const length = random.below(8) + 1;
    const text = Array.from({ length }, () => alphabet[random.below(alphabet.length)]).join("");
    const reading = readIdentityName(text);
    if (!reading.ok) continue;
    accepted += 1;
    const again = readIdentityName(reading.identity.name);
    assert.deepEqual(again.ok && again.identity, reading.identity, JSON.stringify(text));
    assert.match(reading.identity.name, /^[\x21-\x7e]+$/);
  }
  assert.ok(accepted > 50, `${accepted} accepted`);
});
