import type { MetricDimension } from "#features/event-counts/index.ts";

export const metricDimensionNames = {
  EMAIL_IDENTITY: "identity",
  CONFIGURATION_SET: "configurationSet",
  ISP: "provider",
  TENANT_NAME: "tenant",
} as const satisfies Record<string, MetricDimension>;
