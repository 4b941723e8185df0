import assert from "node:assert/strict";
import { test } from "node:test";
import type { ResourceRecord } from "#protocols/dns/record.ts";
import { delegationText } from "./zone-text.ts";

const ns: ResourceRecord = { name: "m.example.com", ttl: 3_600, type: "NS", target: "ns1.m.example.com" };
const a: ResourceRecord = { name: "ns1.m.example.com", ttl: 3_600, type: "A", address: "192.0.2.1" };

function text({
  host = "192.0.2.1",
  port = 53,
  zone = "m.example.com",
  records = [ns, a],
  given = false,
  auth = "required" as "open" | "required",
} = {}) {
  return delegationText({ zone, dns: { host, port }, auth }, records, given).join("\n");
}

test("the records for the parent zone are lines of a zone file", () => {
  assert.equal(
    text(),
    [
      "Publish these records in the zone that holds example.com:",
      "",
      "  m.example.com.\t3600\tIN\tNS\tns1.m.example.com.",
      "  ns1.m.example.com.\t3600\tIN\tA\t192.0.2.1",
      "",
      "Then 'dig +trace NS m.example.com' ends at ns1.m.example.com.",
      "",
      "Feedback loops of mailbox providers report to fbl@m.example.com; they are confirmed at postmaster@m.example.com.",
    ].join("\n"),
  );
});

test("what stands in the way is said", () => {
  assert.match(text({ records: [ns] }), /Add the address of ns1 .* set SIGNET_ADDRESSES/);
  assert.match(text({ port: 5_300 }), /listens on 5300/);
  assert.match(text({ host: "127.0.0.1" }), /listens on 127\.0\.0\.1 only/);
  assert.doesNotMatch(text({ host: "127.0.0.1", given: true }), /only/);
});

test("a zone of this machine is delegated by nobody, and the local zone is named only where there is one", () => {
  const ours = { zone: "signet.localhost", host: "127.0.0.1" };
  assert.match(text({ ...ours, auth: "open" }), /nothing to delegate[^]*--publish-locally/);
  assert.match(text(ours), /nothing to delegate/);
  assert.doesNotMatch(text(ours), /--publish-locally/);
});

test("what names outside the zone need for the certificate is a line too", () => {
  const alias = { name: "_acme-challenge.www.example.com", target: "_acme-challenge.m.example.com" };
  const config = { zone: "m.example.com", dns: { host: "192.0.2.1", port: 53 }, auth: "required" } as const;
  const lines = delegationText(config, [ns, a], false, [alias]);
  assert.ok(
    lines.includes("  _acme-challenge.www.example.com.\t3600\tIN\tCNAME\t_acme-challenge.m.example.com."),
    lines.join("\n"),
  );
});
