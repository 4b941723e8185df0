import { CallerError } from "#platform/errors.ts";
import type { DeliveryStage, EngagementStage, InsightsFilter } from "./export-job.ts";
import { matches, readPattern, type TextPattern } from "./text-pattern.ts";

/** A message and one of its recipients. */
export interface Insight {
  readonly messageId: string;
  /** Addresses without names. */
  readonly from: readonly string[];
  readonly destination: string;
  readonly subject: string;
  readonly provider: string;
  readonly tenant: string | undefined;
  readonly sentAt: number;
  /** The furthest that it came. */
  readonly delivery: { readonly stage: DeliveryStage; readonly at: number } | undefined;
  readonly engagement: { readonly stage: EngagementStage; readonly at: number } | undefined;
}

type Test = (insight: Insight) => boolean;

export interface ReadFilter {
  /** Undefined: it says nothing. */
  readonly isMeant: Test | undefined;
  /** Texts that stand in every message that is meant. */
  readonly texts: readonly string[];
}

/** `path`: where in the call it stands. Throws `bad-request`. */
export function readFilter(filter: InsightsFilter, path: string): ReadFilter {
  const from = readPatterns(filter.from, `${path}.FromEmailAddress`);
  const destination = readPatterns(filter.destination, `${path}.Destination`);
  const subject = readPatterns(filter.subject, `${path}.Subject`);
  const tests = [
    from && ((insight: Insight) => insight.from.some((address) => someMatch(from, address))),
    destination && ((insight: Insight) => someMatch(destination, insight.destination)),
    subject && ((insight: Insight) => someMatch(subject, insight.subject)),
    oneOf(filter.provider, ({ provider }) => provider),
    oneOf(filter.tenant, ({ tenant }) => tenant),
    oneOf(filter.delivery, ({ delivery }) => delivery?.stage),
    oneOf(filter.engagement, ({ engagement }) => engagement?.stage),
  ].filter((test) => test !== undefined);
  return {
    isMeant: tests.length === 0 ? undefined : (insight) => tests.every((test) => test(insight)),
    texts: [destination, subject].flatMap((patterns) =>
      patterns?.length === 1 ? patterns.map(({ part }) => part).filter((part) => part !== "") : [],
    ),
  };
}

function oneOf<Value extends string>(
  values: readonly Value[] | undefined,
  of: (insight: Insight) => Value | undefined,
): Test | undefined {
  if (values === undefined || values.length === 0) return undefined;
  const wanted = new Set<string | undefined>(values);
  return (insight) => wanted.has(of(insight));
}

function someMatch(patterns: readonly TextPattern[], text: string): boolean {
  return patterns.some((pattern) => matches(pattern, text));
}

function readPatterns(texts: readonly string[] | undefined, path: string): TextPattern[] | undefined {
  if (texts === undefined || texts.length === 0) return undefined;
  return texts.map((text) => {
    const reading = readPattern(text);
    if (reading.ok) return reading.pattern;
    throw new CallerError("bad-request", `${path} cannot be read: ${reading.fault}.`, [
      { path, message: reading.fault },
    ]);
  });
}
