import { domainProofWindowMs, type Verification } from "#features/identities/index.ts";
import { hourMs, minuteMs, secondMs } from "#platform/clock.ts";

/** What a check found out: the records are right, they are not, or nobody who could know has answered. */
export type Finding = "found" | "missing" | "unreachable";

export interface Judgement {
  readonly verification: Verification;
  /** Checks in a row that found the records missing. */
  readonly misses: number;
  /** When to look again; undefined when looking is over. */
  readonly againInMs: number | undefined;
}

/** One lost or stale answer is no verdict: this many checks in a row are. */
const missesUntilDoubt = 3;

/** While a domain waits for its records: how often they are looked for, by how long it has waited. */
const searchSteps: readonly { readonly until: number; readonly every: number }[] = [
  { until: minuteMs, every: 4 * secondMs },
  { until: 10 * minuteMs, every: 20 * secondMs },
  { until: hourMs, every: 2 * minuteMs },
  { until: 12 * hourMs, every: 15 * minuteMs },
  { until: domainProofWindowMs, every: hourMs },
  // Past the window only servers that never answered are still asked: they may not fail a domain, nor cost much.
  { until: Number.POSITIVE_INFINITY, every: 12 * hourMs },
];

const verifiedEveryMs = 6 * hourMs;
const doubtEveryMs = minuteMs;
const vanishedEveryMs = 15 * minuteMs;

/**
 * What a finding makes of a status (SES: PENDING → SUCCESS or, after 72 hours, FAILED; SUCCESS → TEMPORARY_FAILURE →
 * SUCCESS or, after 72 hours, FAILED). Silence and server failures are not absence: they change nothing by themselves.
 */
export function judge(
  before: { readonly verification: Verification; readonly misses: number },
  finding: Finding,
  now: number,
): Judgement {
  const { verification } = before;
  if (finding === "found")
    return { verification: became("success", verification, now), misses: 0, againInMs: verifiedEveryMs };
  const misses = finding === "missing" ? before.misses + 1 : before.misses;
  const waited = now - verification.since;
  const overdue = finding === "missing" && waited >= domainProofWindowMs;
  switch (verification.status) {
    case "not-started":
    case "pending":
      if (overdue) return { verification: { status: "failed", since: now }, misses, againInMs: undefined };
      return {
        verification: became("pending", verification, now),
        misses,
        againInMs: searchInterval(waited, finding),
      };
    case "success":
      if (finding === "unreachable") return { verification, misses, againInMs: vanishedEveryMs };
      if (misses < missesUntilDoubt) return { verification, misses, againInMs: doubtEveryMs };
      return {
        verification: { status: "temporary-failure", since: now },
        misses,
        againInMs: vanishedEveryMs,
      };
    case "temporary-failure":
      if (overdue) return { verification: { status: "failed", since: now }, misses, againInMs: undefined };
      return { verification, misses, againInMs: vanishedEveryMs };
    case "failed":
      return { verification, misses, againInMs: undefined };
  }
}

/** The next look falls no later than the end of the window, so that failing is on time. */
function searchInterval(waited: number, finding: Finding): number {
  const every = searchSteps.find(({ until }) => waited < until)?.every ?? 12 * hourMs;
  const left = domainProofWindowMs - waited;
  return finding === "missing" && left > 0 ? Math.min(every, left) : every;
}

function became(status: Verification["status"], before: Verification, now: number): Verification {
  return before.status === status ? before : { status, since: now };
}
