import type { ConfigurationSets } from "#features/configuration-sets/index.ts";
import { type MetricCounts, reputationOfSet } from "#features/event-counts/index.ts";
import type { Clock } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import type { PlainRequest, PlainRoute } from "#servers/api/plain-routes.ts";

interface Parts {
  readonly configurationSets: Pick<ConfigurationSets, "get">;
  readonly metricCounts: Pick<MetricCounts, "table">;
  readonly clock: Clock;
}

/** What a set's `ReputationOptions` switch on; SES tells CloudWatch. */
export function configurationSetReputationRoutes(parts: Parts): PlainRoute[] {
  return [
    {
      method: "GET",
      path: "/signet/v1/configuration-sets/:set/reputation",
      handle: async (request) => await reputation(parts, request),
    },
  ];
}

async function reputation(
  { configurationSets, metricCounts, clock }: Parts,
  { caller: { owner }, params }: PlainRequest,
) {
  const set = await configurationSets.get(owner, params["set"] ?? "");
  if (!set.reputationMetrics) {
    throw new CallerError(
      "conflict",
      `Reputation metrics are off for configuration set ${set.name} (PutConfigurationSetReputationOptions).`,
    );
  }
  const { days, sent, bounces, complaints, bounceRate, complaintRate } = await reputationOfSet(
    metricCounts,
    owner,
    { set: set.name, clock },
  );
  return {
    days,
    sent,
    bounces,
    complaints,
    bounce_rate: bounceRate ?? null,
    complaint_rate: complaintRate ?? null,
  };
}
