import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { found, inspect, mailFrom, summary } from "./support/dns-scene.ts";

void suite("a MAIL FROM domain", () => {
  test("the one MX decides; SPF is advice", async () => {
    const evidence = await inspect(mailFrom, { records: ["bounce MX 10 feedback.signet.test."] });
    assert.equal(summary(evidence), "found - record-found");
    assert.deepEqual(evidence.spf, { status: "missing", publish: "v=spf1 include:spf.signet.test ~all" });
  });

  const spf: [text: string, status: string][] = [
    ["v=spf1 include:spf.signet.test ~all", "right"],
    ["v=spf1 a mx -all", "wrong"],
  ];
  for (const [text, status] of spf) {
    test(`SPF “${text}” is ${status}`, async () => {
      const records = ["bounce MX 10 feedback.signet.test.", `bounce TXT ${text}`];
      const evidence = await inspect(mailFrom, { records });
      assert.equal(evidence.verdict, "found");
      assert.equal(evidence.spf?.status, status);
    });
  }

  const wrong: [what: string, records: string[], outcome: string][] = [
    ["no MX", [], "absent HOST_NOT_FOUND record-missing"],
    ["another host", ["MX 10 mx.example.test."], "wrong INVALID_VALUE mx-wrong-host"],
    ["the host with the zone added", ["MX 10 feedback.signet.test"], "wrong INVALID_VALUE mx-doubled"],
    ["a null MX", ["MX 0 ."], "wrong INVALID_VALUE mx-null"],
    ["two MX", ["MX 10 feedback.signet.test.", "MX 20 mx"], "wrong INVALID_VALUE several-mx"],
    ["a CNAME", ["CNAME cdn.test."], "wrong INVALID_VALUE cname-at-mail-from"],
  ];
  for (const [what, records, outcome] of wrong) {
    test(`${what} is not enough`, async () => {
      const lines = records.map((record) => `bounce ${record}`);
      assert.equal(await found(mailFrom, ...lines), outcome);
    });
  }

  test("a name doubled by the panel", async () => {
    const record = "bounce.example.test MX 10 feedback.signet.test.";
    assert.equal(await found(mailFrom, record), "absent HOST_NOT_FOUND name-doubled");
  });
});
