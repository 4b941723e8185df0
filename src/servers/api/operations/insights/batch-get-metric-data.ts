import type { MetricCounts, MetricDimensions } from "#features/event-counts/index.ts";
import { badRequest } from "#platform/errors.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import type { Input } from "#servers/api/wire/index.ts";

type Query = Input<"BatchGetMetricData">["Queries"][number];
type AskedQuery = Parameters<MetricCounts["series"]>[1][number];

export function batchGetMetricData({
  metricCounts,
}: Pick<Services, "metricCounts">): OperationHandler<"BatchGetMetricData"> {
  return async ({ Queries }, { owner }) => {
    requireDifferentIds(Queries);
    const series = await metricCounts.series(owner, Queries.map(readQuery));
    return {
      Results: Queries.map(({ Id }, at) => ({
        Id,
        Timestamps: (series[at] ?? []).map(({ day }) => new Date(day)),
        Values: (series[at] ?? []).map(({ n }) => n),
      })),
      Errors: [],
    };
  };
}

function readQuery({ Metric, Dimensions, StartDate, EndDate }: Query): AskedQuery {
  return {
    metric: Metric,
    dimensions: readDimensions(Dimensions),
    from: StartDate.getTime(),
    to: EndDate.getTime(),
  };
}

function readDimensions(given: Query["Dimensions"]): MetricDimensions {
  return {
    identity: given?.EMAIL_IDENTITY,
    configurationSet: given?.CONFIGURATION_SET,
    provider: given?.ISP,
    tenant: given?.TENANT_NAME,
  };
}

/** An answer is told by the id of what was asked. */
function requireDifferentIds(queries: readonly Query[]): void {
  if (new Set(queries.map(({ Id }) => Id)).size === queries.length) return;
  const message = "Each query must have an Id of its own.";
  throw badRequest("Queries", message);
}
