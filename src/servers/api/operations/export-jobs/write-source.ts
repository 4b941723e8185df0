import type { ExportSource, InsightsFilter } from "#features/export-jobs/index.ts";
import type { Output } from "#servers/api/wire/index.ts";
import { metricDimensionNames } from "./metric-dimension-names.ts";

type Shown = NonNullable<Output<"GetExportJob">["ExportDataSource"]>;
type ShownFilter = NonNullable<NonNullable<Shown["MessageInsightsDataSource"]>["Include"]>;

/** As it was given. */
export function writeSource(source: ExportSource): Shown {
  const span = { StartDate: new Date(source.from), EndDate: new Date(source.to) };
  if (source.type === "METRICS_DATA") {
    return {
      MetricsDataSource: {
        ...span,
        Namespace: "VDM",
        Dimensions: Object.fromEntries(
          source.dimensions.map(([dimension, values]) => [nameOf(dimension), [...values]]),
        ),
        Metrics: source.metrics.map(({ metric, as }) => ({ Name: metric, Aggregation: as })),
      },
    };
  }
  const { include, exclude, mostResults } = source;
  return {
    MessageInsightsDataSource: {
      ...span,
      ...(isEmpty(include) ? {} : { Include: shown(include) }),
      ...(isEmpty(exclude) ? {} : { Exclude: shown(exclude) }),
      ...(mostResults === undefined ? {} : { MaxResults: mostResults }),
    },
  };
}

function nameOf(dimension: string): string {
  return Object.entries(metricDimensionNames).find(([, ours]) => ours === dimension)?.[0] ?? dimension;
}

function isEmpty(filter: InsightsFilter): boolean {
  return Object.values(filter).every((values) => values === undefined);
}

function shown(filter: InsightsFilter): ShownFilter {
  const members = {
    FromEmailAddress: filter.from,
    Destination: filter.destination,
    Subject: filter.subject,
    Isp: filter.provider,
    TenantName: filter.tenant,
    LastDeliveryEvent: filter.delivery,
    LastEngagementEvent: filter.engagement,
  };
  return Object.fromEntries(Object.entries(members).filter(([, values]) => values !== undefined));
}
