import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { cname, inspect, key, mailFrom, summary, txt } from "./support/dns-scene.ts";

const [, domainkey] = /^[^.]+\.(.+)$/.exec(cname.name) ?? [];

void suite("a wildcard that answers in place of a record", () => {
  const stead: [what: string, record: string, outcome: string, seen: RegExp][] = [
    [
      "a CNAME",
      "* CNAME cdn.other.test.",
      "wrong INVALID_VALUE wildcard-answers",
      /CNAME.*“cdn\.other\.test”/,
    ],
    ["a text", "* TXT v=spf1 -all", "absent TYPE_NOT_FOUND wildcard-answers", /TXT.*“v=spf1 -all”/],
    ["an address", "* A 192.0.2.7", "absent TYPE_NOT_FOUND wildcard-answers", /address.*“192\.0\.2\.7”/],
  ];
  for (const [what, record, outcome, seen] of stead) {
    test(`${what} is told of as such, for nobody finds it at the name`, async () => {
      const evidence = await inspect(cname, { records: [record] });
      assert.equal(summary(evidence), outcome);
      assert.match(evidence.diagnosis.text, seen);
      assert.match(evidence.diagnosis.text, /wildcard/);
      assert.match(evidence.diagnosis.advice, /goes before.*type CNAME, value tok1\.dkim\.signet\.test/);
    });
  }

  test("also in place of a key, and of the MX of a MAIL FROM domain", async () => {
    assert.equal(
      summary(await inspect(txt, { records: ["* TXT v=spf1 -all"] })),
      "wrong INVALID_VALUE wildcard-answers",
    );
    assert.equal(
      summary(await inspect(mailFrom, { records: ["* MX 10 mx.other.test."] })),
      "wrong INVALID_VALUE wildcard-answers",
    );
  });

  test("a record of one's own that says something else is no wildcard's", async () => {
    const records = ["* CNAME cdn.other.test.", "tok1._domainkey CNAME wrong.other.test."];
    assert.equal(summary(await inspect(cname, { records })), "wrong INVALID_VALUE wrong-target");
  });

  test("beside the right record it does not matter", async () => {
    const records = ["* CNAME cdn.other.test.", `tok1._domainkey CNAME ${cname.target}.`];
    assert.equal(summary(await inspect(cname, { records })), "found - record-found");
    assert.equal(
      summary(await inspect(txt, { records: ["* TXT v=spf1 -all", `sel._domainkey TXT p=${key}`] })),
      "found - record-found",
    );
  });

  test("the right record under a doubled name is the better clue", async () => {
    const records = ["* A 192.0.2.7", `${cname.name} CNAME ${cname.target}.`];
    assert.equal(summary(await inspect(cname, { records })), "absent TYPE_NOT_FOUND name-doubled");
  });

  test("a DNAME that leads every name away is told of as such", async () => {
    const evidence = await inspect(cname, {
      records: [],
      arrange: (world) => {
        for (const label of ["tok1", "signet-looks-for-a-wildcard"]) {
          world.server(1).add("example.test", `${label}._domainkey CNAME ${label}._domainkey.moved.test.`);
        }
      },
    });
    assert.equal(summary(evidence), "wrong INVALID_VALUE dname-answers");
    assert.ok(evidence.diagnosis.text.includes(`${domainkey}`), evidence.diagnosis.text);
  });
});
