import { type Clock, dayMs } from "#platform/clock.ts";
import type { Owner } from "#platform/owner.ts";
import type { MetricCounts } from "./metrics.ts";
import { noVolumes } from "./volumes.ts";

/** Of messages to one recipient each, as all metrics are. */
export interface Reputation {
  readonly days: number;
  readonly sent: number;
  readonly bounces: number;
  readonly complaints: number;
  /** Of those that were sent; undefined: none was. */
  readonly bounceRate: number | undefined;
  /** Of those that were delivered to providers that tell of complaints; undefined: none was. */
  readonly complaintRate: number | undefined;
}

const days = 30;

/** How what was sent with a configuration set was received lately: SES's Reputation.BounceRate and Reputation.ComplaintRate. */
export async function reputationOfSet(
  metrics: Pick<MetricCounts, "table">,
  owner: Owner,
  { set, clock }: { readonly set: string; readonly clock: Clock },
): Promise<Reputation> {
  const now = clock.now();
  const [row] = await metrics.table(owner, {
    from: now - days * dayMs,
    to: now,
    by: ["configurationSet"],
    among: new Map([["configurationSet", [set]]]),
  });
  const { SEND, PERMANENT_BOUNCE, COMPLAINT, DELIVERY_COMPLAINT } = row?.volumes ?? noVolumes;
  return {
    days,
    sent: SEND,
    bounces: PERMANENT_BOUNCE,
    complaints: COMPLAINT,
    bounceRate: partOf(SEND, PERMANENT_BOUNCE),
    complaintRate: partOf(DELIVERY_COMPLAINT, COMPLAINT),
  };
}

function partOf(whole: number, part: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}
