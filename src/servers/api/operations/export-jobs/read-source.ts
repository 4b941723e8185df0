import type {
  ExportedMetric,
  ExportSource,
  InsightsFilter,
  InsightsSource,
  MetricsSource,
} from "#features/export-jobs/index.ts";
import { badRequest } from "#platform/errors.ts";
import type { Input } from "#servers/api/wire/index.ts";
import { metricDimensionNames } from "./metric-dimension-names.ts";

type Given = Input<"CreateExportJob">["ExportDataSource"];
type GivenMetrics = NonNullable<Given["MetricsDataSource"]>;
type GivenInsights = NonNullable<Given["MessageInsightsDataSource"]>;
type GivenFilter = GivenInsights["Include"];

/** Throws `bad-request`. */
export function readSource({ MetricsDataSource, MessageInsightsDataSource }: Given): ExportSource {
  if (MetricsDataSource !== undefined && MessageInsightsDataSource === undefined) {
    return metricsSource(MetricsDataSource);
  }
  if (MessageInsightsDataSource !== undefined && MetricsDataSource === undefined) {
    return insightsSource(MessageInsightsDataSource);
  }
  throw badRequest(
    "ExportDataSource",
    "One data source is to be given: MetricsDataSource or MessageInsightsDataSource.",
  );
}

function metricsSource({ Dimensions, Metrics, StartDate, EndDate }: GivenMetrics): MetricsSource {
  const names = Object.keys(Dimensions) as (keyof typeof metricDimensionNames)[];
  const metrics = Metrics.map(({ Name, Aggregation = "VOLUME" }, at): ExportedMetric => {
    if (Name !== undefined) return { metric: Name, as: Aggregation };
    throw badRequest(`ExportDataSource.MetricsDataSource.Metrics[${at}].Name`, "The metric must be named.");
  });
  if (new Set(metrics.map(({ metric, as }) => `${metric} ${as}`)).size < metrics.length) {
    throw badRequest("ExportDataSource.MetricsDataSource.Metrics", "A metric is given twice.");
  }
  return {
    type: "METRICS_DATA",
    from: StartDate.getTime(),
    to: EndDate.getTime(),
    dimensions: names.map((name) => [metricDimensionNames[name], Dimensions[name] ?? []]),
    metrics,
  };
}

function insightsSource(given: GivenInsights): InsightsSource {
  return {
    type: "MESSAGE_INSIGHTS",
    from: given.StartDate.getTime(),
    to: given.EndDate.getTime(),
    include: filter(given.Include),
    exclude: filter(given.Exclude),
    mostResults: given.MaxResults,
  };
}

function filter(given: GivenFilter): InsightsFilter {
  return {
    from: given?.FromEmailAddress,
    destination: given?.Destination,
    subject: given?.Subject,
    provider: given?.Isp,
    tenant: given?.TenantName,
    delivery: given?.LastDeliveryEvent,
    engagement: given?.LastEngagementEvent,
  };
}
