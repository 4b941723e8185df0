import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { nameOfPlace, readReportPlaces } from "./record.ts";

const places = (...texts: readonly string[]) => readReportPlaces(texts).map(nameOfPlace);

test("a record names mailboxes and URLs, one or several", () => {
  assert.deepEqual(places("v=TLSRPTv1;rua=mailto:reports@example.com"), ["mailto:reports@example.com"]);
  assert.deepEqual(places("v=TLSRPTv1; rua=https://reporting.example.com/v1/tlsrpt"), [
    "https://reporting.example.com/v1/tlsrpt",
  ]);
  assert.deepEqual(
    places("v=TLSRPTv1 ; new=field; rua=mailto:a@example.com , https://r.example.com/?d=1%2C2%3B ;"),
    ["mailto:a@example.com", "https://r.example.com/?d=1%2C2%3B"],
  );
});

test("other texts at the name do not count, and of several records none does", () => {
  const record = "v=TLSRPTv1; rua=mailto:a@example.com";
  assert.deepEqual(places("v=spf1 -all", record, "v=TLSRPTv10; rua=mailto:b@example.com"), [
    "mailto:a@example.com",
  ]);
  assert.deepEqual(places(record, "v=TLSRPTv1; rua=mailto:b@example.com"), []);
  assert.deepEqual(places(), []);
});

const useless: readonly [what: string, text: string][] = [
  ["no places", "v=TLSRPTv1;"],
  ["an empty list", "v=TLSRPTv1; rua="],
  ["another version", "v=TLSRPTv2; rua=mailto:a@example.com"],
  ["a version in another case", "v=tlsrptv1; rua=mailto:a@example.com"],
  ["no version first", "rua=mailto:a@example.com; v=TLSRPTv1;"],
  ["a place in the clear", "v=TLSRPTv1; rua=http://example.com/"],
  ["a file", "v=TLSRPTv1; rua=file:///etc/passwd"],
  ["a URL with a size behind it", "v=TLSRPTv1; rua=https://example!10m"],
  ["an address with a size behind it", "v=TLSRPTv1; rua=mailto:a!b@example.com"],
  ["a URL with a password", "v=TLSRPTv1; rua=https://user:word@example.com/"],
  ["no address", "v=TLSRPTv1; rua=mailto:example.com"],
  ["two addresses in one", "v=TLSRPTv1; rua=mailto:a@example.com%2Cb@example.com"],
  ["an address that would be a second line", "v=TLSRPTv1; rua=mailto:a@example.com%0D%0ABcc:b@example.com"],
  ["an address in half an escape", "v=TLSRPTv1; rua=mailto:a%E0%A4%A@example.com"],
  ["a record without end", `v=TLSRPTv1; rua=mailto:a@example.com; x=${"x".repeat(5_000)}`],
  ["a URL without end", `v=TLSRPTv1; rua=https://example.com/${"x".repeat(3_000)}`],
];

for (const [what, text] of useless) {
  test(`nothing is sent for ${what}`, () => assert.deepEqual(places(text), []));
}

test("a domain has few places, each once, and the header that it would have us write is left out", () => {
  const many = Array.from({ length: 50 }, (_, at) => `mailto:a${at}@example.com`);
  assert.equal(places(`v=TLSRPTv1; rua=${many.join(",")}`).length, 4);
  assert.deepEqual(places("v=TLSRPTv1; rua=MAILTO:a@EXAMPLE.com?bcc=b@example.com,mailto:a@example.com"), [
    "mailto:a@example.com",
  ]);
});

test("octets of any kind are read without an error", () => {
  for (let round = 0; round < 2_000; round++) {
    const text = randomBytes(40).toString("latin1");
    readReportPlaces([text, `v=TLSRPTv1; rua=${text}`]);
    readReportPlaces([`v=TLSRPTv1; rua=mailto:${text},https:${text}`]);
  }
});
