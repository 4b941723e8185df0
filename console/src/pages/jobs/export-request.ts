import type { DeliveryEventType, Metric, MetricDimensionName } from "@aws-sdk/client-sesv2";
import type { ExportRequest } from "#console/api/export-jobs.ts";

export interface ExportWish {
  readonly what: "messages" | "metrics";
  readonly days: number;
  readonly to: string;
  readonly subject: string;
  /** Empty: however far they came. */
  readonly state: DeliveryEventType | "";
  readonly by: MetricDimensionName;
  readonly format: "CSV" | "JSON";
}

const daySeconds = 24 * 60 * 60;
/** SES's limit. */
const mostResults = 10_000;
const metrics: readonly Metric[] = [
  "SEND",
  "DELIVERY",
  "PERMANENT_BOUNCE",
  "TRANSIENT_BOUNCE",
  "COMPLAINT",
  "OPEN",
  "CLICK",
];

export function exportRequest(wish: ExportWish, now: number): ExportRequest {
  const seconds = Math.floor(now / 1_000);
  // This machine's clock may be behind the service's.
  const span = { StartDate: seconds - wish.days * daySeconds, EndDate: seconds + daySeconds };
  return {
    ExportDataSource:
      wish.what === "messages"
        ? { MessageInsightsDataSource: { ...span, MaxResults: mostResults, Include: filterOf(wish) } }
        : {
            MetricsDataSource: {
              ...span,
              Namespace: "VDM",
              Dimensions: { [wish.by]: ["*"] },
              Metrics: metrics.map((Name) => ({ Name, Aggregation: "VOLUME" })),
            },
          },
    ExportDestination: { DataFormat: wish.format },
  };
}

function filterOf({ to, subject, state }: ExportWish) {
  return {
    ...(to === "" ? {} : { Destination: [to] }),
    ...(subject === "" ? {} : { Subject: [subject] }),
    ...(state === "" ? {} : { LastDeliveryEvent: [state] }),
  };
}
