import assert from "node:assert/strict";
import { test } from "node:test";
import { recordFile } from "./record-files.ts";
import type { RequiredRecord } from "./required-records.ts";

const long = `v=DKIM1; k=rsa; p=${"A".repeat(300)}`;
const records: readonly RequiredRecord[] = [
  { purpose: "dkim", name: "a._domainkey.example.com", type: "CNAME", value: "a.dkim.mail.example.net" },
  { purpose: "dkim", name: "b._domainkey.example.com", type: "TXT", value: long },
  { purpose: "mail-from", name: "bounce.example.com", type: "MX", value: "10 feedback.example.net" },
  { purpose: "advice", name: "bounce.example.com", type: "TXT", value: "v=spf1 include:example.net ~all" },
];

/** A long text as zone files hold it. */
const parted = `"${long.slice(0, 255)}" "${long.slice(255)}"`;

function textOf(format: Parameters<typeof recordFile>[0]): string {
  return recordFile(format, "example.com", records).text;
}

test("a zone file names everything absolutely and parts long texts", () => {
  assert.deepEqual(textOf("zone").split("\n"), [
    "a._domainkey.example.com.\t3600\tIN\tCNAME\ta.dkim.mail.example.net.",
    `b._domainkey.example.com.\t3600\tIN\tTXT\t${parted}`,
    "bounce.example.com.\t3600\tIN\tMX\t10 feedback.example.net.",
    'bounce.example.com.\t3600\tIN\tTXT\t"v=spf1 include:example.net ~all"',
    "",
  ]);
});

test("nsupdate replaces each record and sends once", () => {
  const lines = textOf("nsupdate").trim().split("\n");
  assert.equal(lines.length, 9);
  assert.equal(lines[0], "update delete a._domainkey.example.com. CNAME");
  assert.equal(lines[1], "update add a._domainkey.example.com. 3600 CNAME a.dkim.mail.example.net.");
  assert.equal(lines.at(-1), "send");
});

test("Terraform gets a resource for each record, with nothing in it that is a template", () => {
  const text = textOf("terraform");
  assert.equal(text.match(/^resource "aws_route53_record" "\w+" \{$/gm)?.length, 4);
  assert.ok(text.includes(`records = ["${long.slice(0, 255)}\\"\\"${long.slice(255)}"]`));
  const [tricky] = records;
  assert.ok(tricky);
  const escaped = recordFile("terraform", "x", [{ ...tricky, name: '${file("/etc/passwd")}"%{x}' }]).text;
  assert.ok(escaped.includes('name    = "$${file(\\"/etc/passwd\\")}\\"%%{x}"'));
});

test("Route 53 gets a change for each set of records", () => {
  const [one] = records;
  assert.ok(one);
  const { text } = recordFile("route53", "example.com", [
    ...records,
    { ...one, value: "second.example.net" },
  ]);
  const { Changes } = JSON.parse(text) as {
    Changes: { ResourceRecordSet: { Type: string; ResourceRecords: { Value: string }[] } }[];
  };
  assert.deepEqual(Changes[0], {
    Action: "UPSERT",
    ResourceRecordSet: {
      Name: "a._domainkey.example.com.",
      Type: "CNAME",
      TTL: 3600,
      ResourceRecords: [{ Value: "a.dkim.mail.example.net." }, { Value: "second.example.net." }],
    },
  });
  assert.deepEqual(
    Changes.slice(1).map(({ ResourceRecordSet: { Type, ResourceRecords } }) => [Type, ResourceRecords]),
    [
      ["TXT", [{ Value: parted }]],
      ["MX", [{ Value: "10 feedback.example.net." }]],
      ["TXT", [{ Value: '"v=spf1 include:example.net ~all"' }]],
    ],
  );
});

test("a spreadsheet gets the preference of an MX in a column of its own", () => {
  assert.deepEqual(textOf("csv").split("\r\n").slice(0, 4), [
    "name,type,priority,value,ttl,purpose",
    "a._domainkey.example.com,CNAME,,a.dkim.mail.example.net,3600,dkim",
    `b._domainkey.example.com,TXT,,${long},3600,dkim`,
    "bounce.example.com,MX,10,feedback.example.net,3600,mail-from",
  ]);
});
