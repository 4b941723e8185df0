import type { CheckRecord } from "#features/checks/index.ts";
import type { Evidence } from "#features/dns-evidence/index.ts";
import type { RequiredRecord } from "#features/identities/index.ts";
import { sameName } from "#protocols/dns/name.ts";

/** What the last check that looked for a record saw at each name server. */
export interface FoundRecord {
  readonly verdict: Evidence["verdict"];
  readonly checkedAt: number;
  readonly diagnosis: Evidence["diagnosis"];
  readonly servers: readonly {
    readonly name: string;
    readonly address: string;
    readonly result: string;
    readonly values: readonly string[];
    readonly tookMs: number;
  }[];
}

/** @param checks the newest first. Undefined: no check has looked for it. */
export function foundRecord(record: RequiredRecord, checks: readonly CheckRecord[]): FoundRecord | undefined {
  for (const { evidence } of checks) {
    // It was written by a check, perhaps by an older release: what is not as it should be is passed over.
    for (const one of Array.isArray(evidence) ? (evidence as Evidence[]) : []) {
      if (!sameName(one.expectation?.name ?? "", record.name)) continue;
      const found = record.purpose === "advice" ? spfFound(one) : recordFound(one);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function recordFound({ verdict, at, diagnosis, servers, expectation }: Evidence): FoundRecord {
  return {
    verdict,
    checkedAt: at,
    diagnosis,
    // The others were asked for the key behind it.
    servers: servers
      .filter(({ asked }) => asked.name === expectation.name)
      .map(({ name, address, result, answers, tookMs }) => ({
        name,
        address,
        result,
        values: answers.map(({ value }) => value),
        tookMs,
      })),
  };
}

/** SPF is looked at beside the MX of a MAIL FROM domain, and does not decide. */
function spfFound({ at, spf }: Evidence): FoundRecord | undefined {
  if (spf === undefined) return undefined;
  const { text, advice, verdict } = spfWords[spf.status];
  const diagnosis = { code: `spf-${spf.status}`, text, advice };
  return { verdict, checkedAt: at, diagnosis, servers: [] };
}

const spfWords = {
  right: { verdict: "found", text: "The SPF record allows this service.", advice: "" },
  missing: {
    verdict: "absent",
    text: "There is no SPF record.",
    advice: "Publish it, or receivers cannot tell that the service may send for this MAIL FROM domain.",
  },
  wrong: {
    verdict: "wrong",
    text: "There is an SPF record, but it does not allow this service, or there are several.",
    advice: "Add the include to the one record; two SPF records are as good as none (RFC 7208 §4.5).",
  },
} as const;
