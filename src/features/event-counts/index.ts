export { EventCounts, type EventTotals } from "./event-counts.ts";
export { type Metric, type MetricDimensions } from "./metric.ts";
export { MetricCountStore, type MetricDimension } from "./metric-store.ts";
export { MetricCounts, wholeDays } from "./metrics.ts";
export { reputationOfSet } from "./reputation.ts";
export { EventCountStore } from "./store.ts";
