import assert from "node:assert/strict";
import { test } from "node:test";
import { recordsText } from "./records-text.ts";

const records = [
  { purpose: "dkim", type: "CNAME", name: "abc._domainkey.example.com", value: "abc.dkim.signet.localhost" },
  { purpose: "mail-from", type: "MX", name: "bounce.example.com", value: "10 feedback-smtp.example.net" },
  { purpose: "advice", type: "TXT", name: "bounce.example.com", value: "v=spf1 include:example.net ~all" },
] as const;

test("records are a table where there is room", () => {
  const expected = [
    "FOR           TYPE   NAME                        VALUE",
    "DKIM          CNAME  abc._domainkey.example.com  abc.dkim.signet.localhost",
    "MAIL FROM     MX     bounce.example.com          10 feedback-smtp.example.net",
    "SPF (advice)  TXT    bounce.example.com          v=spf1 include:example.net ~all",
  ];
  assert.deepEqual(recordsText(records, undefined), expected);
  assert.deepEqual(recordsText(records, 120), expected);
});

test("on a narrow screen each name and value has a line for itself", () => {
  const lines = recordsText(records, 60);
  for (const { name, value } of records) assert.ok(lines.includes(name) && lines.includes(value));
  assert.equal(lines[0], "CNAME record for DKIM: name, then value");
});
