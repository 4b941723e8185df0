import assert from "node:assert/strict";
import { test } from "node:test";
import type { ServerReport, Standing } from "#features/dns-evidence/ask-zone.ts";
import { noClues } from "#features/dns-evidence/clues.ts";
import type { SeenSituation } from "#features/dns-evidence/situation.ts";
import { serversUnreachable } from "./unreachable.ts";

const question = { name: "tok1._domainkey.example.test", type: "CNAME" } as const;

function situation(
  apex: string,
  ...reports: Pick<ServerReport, "address" | "outcome" | "standing">[]
): SeenSituation {
  return {
    expectation: { kind: "dkim-cname", name: question.name, target: "tok1.dkim.signet.test" },
    verdict: "unreachable",
    clues: noClues,
    look: {
      kind: "seen",
      question,
      zone: { apex, nameServers: [] },
      reports: reports.map((report, at) => ({ name: `ns${at + 1}.host.test`, question, ...report })),
    },
  };
}

const silent: Standing = { kind: "silent" };
const timeout = { kind: "timeout", tookMs: 3_200 } as const;
const noRoute = { kind: "network-error", code: "ENETUNREACH", tookMs: 0 } as const;

test("servers that have IPv6 alone, and are not reached, may be so for want of it here", () => {
  for (const outcome of [noRoute, timeout]) {
    const diagnosis = serversUnreachable(
      situation("example.test", { address: "2001:db8::1", outcome, standing: silent }),
    );
    assert.equal(diagnosis?.code, "servers-ipv6-only");
    assert.match(diagnosis.text, /ns1\.host\.test/);
  }
  const mixed = serversUnreachable(
    situation(
      "example.test",
      { address: "2001:db8::1", outcome: noRoute, standing: silent },
      { address: "192.0.2.1", outcome: timeout, standing: silent },
    ),
  );
  assert.equal(mixed?.code, "servers-silent");
});

test("servers whose answer is too long for UDP, and that nobody reaches over TCP, are not called silent", () => {
  for (const outcome of [
    { ...timeout, via: "tcp" },
    { kind: "network-error", code: "ECONNREFUSED", via: "tcp", tookMs: 1 },
  ] as const) {
    const diagnosis = serversUnreachable(
      situation("example.test", { address: "192.0.2.1", outcome, standing: silent }),
    );
    assert.equal(diagnosis?.code, "servers-without-tcp");
    assert.match(diagnosis.advice, /TCP/);
  }
});

test("a part of a domain that is delegated wrongly is for the zone above to mend, not for the registrar", () => {
  const lame: Standing = { kind: "lame" };
  const report = { address: "192.0.2.1", outcome: timeout, standing: lame };
  const whole = serversUnreachable(situation("example.test", report));
  assert.match(whole?.advice ?? "", /registrar/);
  const part = serversUnreachable(situation("_domainkey.example.test", report));
  assert.doesNotMatch(part?.advice ?? "", /registrar/);
  assert.match(part?.advice ?? "", /NS records of _domainkey\.example\.test/);
});
