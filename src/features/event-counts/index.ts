export { EventCounts, type EventTotals } from "./event-counts.ts";
export { type Metric, type MetricDimensions, metrics } from "./metric.ts";
export { MetricCountStore } from "./metric-store.ts";
export { MetricCounts } from "./metrics.ts";
export { EventCountStore } from "./store.ts";
