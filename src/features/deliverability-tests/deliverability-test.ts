import type { Owner } from "#platform/owner.ts";

/** SES's DeliverabilityTestReport: a message that is sent to mailboxes of the operator's own, and looked for in them. */
export interface DeliverabilityTest {
  readonly owner: Owner;
  readonly id: string;
  readonly createdAt: number;
  readonly name: string | undefined;
  readonly subject: string;
  readonly from: string;
}

export type Placement = "inbox" | "spam" | "missing";

/** The message to one of the mailboxes. */
export interface Seed {
  readonly owner: Owner;
  readonly test: string;
  readonly address: string;
  readonly provider: string;
  readonly messageId: string;
  readonly createdAt: number;
  readonly dueAt: number | undefined;
  readonly looks: number;
  /** Undefined: not known yet or, where it is not due any more, never to be. */
  readonly placement: Placement | undefined;
  /** Undefined: the message has not been seen. */
  readonly spf: boolean | undefined;
  readonly dkim: boolean | undefined;
}

/** SES's PlacementStatistics: parts of the messages of which it is known, in percent; undefined where it is known of none. */
export interface PlacementStatistics {
  readonly inbox: number;
  readonly spam: number;
  readonly missing: number;
  readonly spf: number;
  readonly dkim: number;
}

export function statisticsOf(seeds: readonly Seed[]): PlacementStatistics | undefined {
  const known = seeds.filter(({ placement }) => placement !== undefined);
  if (known.length === 0) return undefined;
  const percent = (isMeant: (seed: Seed) => boolean) => (100 * known.filter(isMeant).length) / known.length;
  return {
    inbox: percent(({ placement }) => placement === "inbox"),
    spam: percent(({ placement }) => placement === "spam"),
    missing: percent(({ placement }) => placement === "missing"),
    spf: percent(({ spf }) => spf === true),
    dkim: percent(({ dkim }) => dkim === true),
  };
}
