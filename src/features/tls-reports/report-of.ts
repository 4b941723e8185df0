import { hash } from "node:crypto";
import { dayMs } from "#platform/clock.ts";
import type { PolicySummary, TlsReport } from "#protocols/tls-rpt/report.ts";
import type { TlsSession } from "#protocols/tls-rpt/session.ts";
import type { DueReport } from "./store.ts";

/** Whose reports they are. */
export interface Reporter {
  /** The service's zone, or what the operator calls itself. */
  readonly organization: string;
  readonly contact: string;
  /** The zone that signs them. */
  readonly submitter: string;
  /** The cell's: each tells of its own sessions. */
  readonly region: string;
}

/** The report of a domain and a day. Made again it has the same id, by which who has it twice can tell. */
export function reportOf(
  { day, domain }: DueReport,
  sessions: readonly Counted[],
  { region, ...reporter }: Reporter,
): TlsReport {
  const name = hash("sha256", `${region}\n${domain}`, "hex").slice(0, 16);
  return {
    ...reporter,
    id: `${new Date(day).toISOString().slice(0, 10)}.${name}@${reporter.submitter}`,
    domain,
    from: day,
    to: day + dayMs,
    policies: summariesOf(sessions),
  };
}

interface Counted {
  readonly session: TlsSession;
  readonly n: number;
}

function summariesOf(counted: readonly Counted[]): PolicySummary[] {
  const byPolicy = Map.groupBy(counted, ({ session }) => JSON.stringify(session.policy));
  return [...byPolicy.values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const failures = alike.flatMap(({ session: { failure }, n }) =>
      failure === undefined ? [] : [{ failure, count: n }],
    );
    const succeeded = alike.reduce((sum, { session, n }) => sum + (session.failure === undefined ? n : 0), 0);
    return [{ policy: first.session.policy, succeeded, failures }];
  });
}
