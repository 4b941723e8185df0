import assert from "node:assert/strict";
import { test } from "node:test";
import { passageLines, recordPassages, type Screen, statusText, summary } from "./proof-text.ts";
import {
  absent,
  check,
  found,
  pendingDomain,
  proof,
  status,
  verifiedDomain,
} from "./testdata/sample-proof.ts";
import { outcomeOf } from "./verification-outcome.ts";
import { painter } from "./words.ts";

const screen: Screen = {
  paint: painter({ colour: false }),
  columns: undefined,
  now: Date.UTC(2026, 10, 23, 12),
};

test("a domain is summed up in a few aligned lines", () => {
  assert.deepEqual(summary(proof(verifiedDomain, check(found)), screen), [
    "example.com",
    "  status   verified 2026-11-23 11:59 UTC",
    "  sending  allowed",
    "  DKIM     Easy DKIM, signing on, 2048-bit key active",
    "  checked  12 s ago",
  ]);
});

test("a MAIL FROM domain, and a DKIM status of its own, have lines of their own", () => {
  const identity = {
    ...verifiedDomain,
    dkim: { ...verifiedDomain.dkim, verification: status("PENDING"), origin: "AWS_SES_EU_WEST_1" },
    mail_from: { domain: "bounce.example.com", verification: status("FAILED") },
  };
  const text = summary(proof(identity), screen).join("\n");
  assert.match(text, /DKIM {7}Easy DKIM, shared with eu-west-1/);
  assert.match(text, /waiting for the records to appear in DNS/);
  assert.match(text, /MAIL FROM {2}bounce\.example\.com: failed .* 72 hours/);
});

test("a missing record comes with what is the matter, what to do, and who said so", () => {
  assert.deepEqual(passageLines(recordPassages(proof(pendingDomain, check(absent)), screen)), [
    "  missing       CNAME abc._domainkey.example.com",
    "    There is no record at this name.",
    "    Publish the CNAME.",
    "    ns1.example.com (192.0.2.1)  CNAME  NXDOMAIN  2 ms",
  ]);
});

test("a record that is there has one line, and so has one that nobody looked for", () => {
  assert.deepEqual(passageLines(recordPassages(proof(verifiedDomain, check(found)), screen)), [
    "  found         CNAME abc._domainkey.example.com",
  ]);
  assert.match(recordPassages(proof(pendingDomain), screen)[0]?.head ?? "", /^ {2}not yet seen {2}CNAME/);
});

test("a wrong record is shown as it was seen, shortened", () => {
  const [server] = absent.servers;
  assert.ok(server);
  const answers = [{ type: "TXT", value: "x".repeat(300) }];
  const wrong = { ...absent, verdict: "wrong", servers: [{ ...server, answers }] } as const;
  const [passage] = recordPassages(proof(pendingDomain, check(wrong)), screen);
  assert.match(passage?.head ?? "", /^ {2}wrong /);
  assert.match(passage?.details.at(-1) ?? "", /CNAME {2}TXT x{59}… {2}2 ms$/);
});

test("SPF beside a MAIL FROM domain is advice: its absence is told apart and explained by nothing else", () => {
  const name = "bounce.example.com";
  const identity = {
    ...verifiedDomain,
    mail_from: { domain: name, verification: status("SUCCESS") },
    records: [
      { purpose: "mail-from", type: "MX", name, value: "10 feedback" },
      { purpose: "advice", type: "TXT", name, value: "v=spf1 ~all" },
    ],
  } as const;
  const evidence = {
    ...found,
    expectation: { kind: "mail-from", name },
    spf: { status: "missing" },
  } as const;
  const passages = recordPassages(proof(identity, check(evidence, "mail-from")), screen);
  assert.deepEqual(passageLines(passages), [
    "  found         MX bounce.example.com",
    "  missing       TXT bounce.example.com  SPF (advice)",
  ]);
});

test("what is said of several records in a row is said once", () => {
  const { servers: _, ...silent } = { ...absent, verdict: "unreachable" } as const;
  const [record] = pendingDomain.records;
  assert.ok(record);
  const second = { ...record, name: "def._domainkey.example.com" };
  const evidence = [record, second].map(({ name }) => ({
    ...silent,
    servers: [],
    expectation: { kind: "dkim-cname", name },
  }));
  const seen = { ...check(absent), evidence };
  const identity = { ...pendingDomain, records: [record, second] };
  assert.deepEqual(passageLines(recordPassages(proof(identity, seen), screen)), [
    "  no answer     CNAME abc._domainkey.example.com",
    "  no answer     CNAME def._domainkey.example.com",
    "    There is no record at this name.",
    "    Publish the CNAME.",
  ]);
});

test("no line is wider than the screen", () => {
  const long = { ...absent, diagnosis: { text: "word ".repeat(60), advice: "more ".repeat(60) } };
  for (const columns of [60, 80, 120]) {
    const lines = recordPassages(proof(pendingDomain, check(long)), { ...screen, columns })[0]?.details ?? [];
    for (const line of lines) assert.ok(line.length < columns, line);
  }
});

test("every status is said in words", () => {
  const paint = screen.paint;
  const says = (name: Parameters<typeof status>[0], kind: "address" | "domain") =>
    statusText(status(name), kind, paint);
  assert.match(says("PENDING", "address"), /link in the message/);
  assert.match(says("FAILED", "address"), /within 24 hours/);
  assert.match(says("TEMPORARY_FAILURE", "domain"), /vanished/);
  assert.match(says("NOT_STARTED", "domain"), /not being verified/);
});

test("an identity is verified when its MAIL FROM domain is, too", () => {
  const withMailFrom = (name: Parameters<typeof status>[0]) =>
    proof({ ...verifiedDomain, mail_from: { domain: "b.example.com", verification: status(name) } });
  assert.equal(outcomeOf(proof(verifiedDomain)), "verified");
  assert.equal(outcomeOf(proof(pendingDomain)), "waiting");
  assert.equal(outcomeOf(withMailFrom("PENDING")), "waiting");
  assert.equal(outcomeOf(withMailFrom("SUCCESS")), "verified");
  assert.equal(outcomeOf(withMailFrom("FAILED")), "failed");
});
