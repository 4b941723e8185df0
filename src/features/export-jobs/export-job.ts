import type { Metric, MetricDimension } from "#features/event-counts/index.ts";
import type { Owner } from "#platform/owner.ts";

export type ExportFormat = "CSV" | "JSON";
export type ExportStatus = "CREATED" | "PROCESSING" | "COMPLETED" | "FAILED" | "CANCELLED";

export interface ExportedMetric {
  readonly metric: Metric;
  /** `RATE`: of what was sent. */
  readonly as: "VOLUME" | "RATE";
}

/** What messages to one recipient came to, a row for each combination of what they are told apart by. */
export interface MetricsSource {
  readonly type: "METRICS_DATA";
  readonly from: number;
  readonly to: number;
  /** Which are wanted, by what they are told apart by, in the order of the columns; `*`: all. */
  readonly dimensions: readonly (readonly [dimension: MetricDimension, values: readonly string[]])[];
  readonly metrics: readonly ExportedMetric[];
}

export type DeliveryStage =
  | "SEND"
  | "DELIVERY"
  | "TRANSIENT_BOUNCE"
  | "PERMANENT_BOUNCE"
  | "UNDETERMINED_BOUNCE"
  | "COMPLAINT";
export type EngagementStage = "OPEN" | "CLICK";

/** Of each kind one must do, and all kinds together; a kind that is not there, or empty, narrows nothing. */
export interface InsightsFilter {
  readonly from?: readonly string[] | undefined;
  readonly destination?: readonly string[] | undefined;
  readonly subject?: readonly string[] | undefined;
  readonly provider?: readonly string[] | undefined;
  readonly tenant?: readonly string[] | undefined;
  readonly delivery?: readonly DeliveryStage[] | undefined;
  readonly engagement?: readonly EngagementStage[] | undefined;
}

/** Messages, a row for each recipient. */
export interface InsightsSource {
  readonly type: "MESSAGE_INSIGHTS";
  readonly from: number;
  /** The last moment. */
  readonly to: number;
  readonly include: InsightsFilter;
  readonly exclude: InsightsFilter;
  readonly mostResults: number | undefined;
}

export type ExportSource = MetricsSource | InsightsSource;

export interface ExportJob {
  readonly owner: Owner;
  readonly id: string;
  readonly source: ExportSource;
  readonly format: ExportFormat;
  readonly status: ExportStatus;
  readonly createdAt: number;
  readonly completedAt: number | undefined;
  /** Records that were looked at. */
  readonly processed: number;
  readonly exported: number;
  /** Of the file; undefined: there is none, not yet or no more. */
  readonly bytes: number | undefined;
  /** Why it failed. */
  readonly message: string | undefined;
}

/** A job under a lease: only its holder, naming the fence, can go on with it. */
export interface ClaimedExport extends ExportJob {
  readonly fence: number;
  /** How many times it has been claimed, this time included. */
  readonly attempts: number;
}
