import type { Proof, ShownCheck, ShownEvidence, ShownIdentity, ShownStatus } from "#cli/shown-identity.ts";

const since = "2026-11-23T11:59:00Z";

export function status(status: ShownStatus["status"]): ShownStatus {
  return { status, since };
}

/** A domain with one CNAME to publish. */
export const pendingDomain: ShownIdentity = {
  name: "example.com",
  kind: "domain",
  may_send: false,
  verification: status("PENDING"),
  dkim: {
    origin: "AWS_SES",
    signing_enabled: true,
    verification: status("PENDING"),
    keys: [{ selector: "abc", stage: "empty", since }],
  },
  records: [
    {
      purpose: "dkim",
      type: "CNAME",
      name: "abc._domainkey.example.com",
      value: "abc.dkim.signet.localhost",
    },
  ],
};

export const verifiedDomain: ShownIdentity = {
  ...pendingDomain,
  may_send: true,
  verification: status("SUCCESS"),
  dkim: {
    ...pendingDomain.dkim,
    verification: status("SUCCESS"),
    keys: [{ selector: "abc", stage: "active", since, bits: 2048 }],
  },
};

export const absent: ShownEvidence = {
  expectation: { kind: "dkim-cname", name: "abc._domainkey.example.com" },
  verdict: "absent",
  diagnosis: { text: "There is no record at this name.", advice: "Publish the CNAME." },
  servers: [
    {
      name: "ns1.example.com",
      address: "192.0.2.1",
      asked: { name: "abc._domainkey.example.com", type: "CNAME" },
      result: "NXDOMAIN",
      answers: [],
      took_ms: 1.6,
    },
  ],
};

export const found: ShownEvidence = {
  ...absent,
  verdict: "found",
  diagnosis: { text: "Every name server has the record.", advice: "" },
};

export function check(evidence: ShownEvidence, subject: ShownCheck["subject"] = "dkim"): ShownCheck {
  return { id: `chk_${evidence.verdict}`, subject, checked_at: "2026-11-23T11:59:48Z", evidence: [evidence] };
}

export function proof(identity: ShownIdentity, ...checks: ShownCheck[]): Proof {
  return { identity, checks };
}
