import { type Metric, metrics } from "./metric.ts";

/** How much of each metric. */
export type Volumes = Readonly<Record<Metric, number>>;

export const noVolumes = Object.fromEntries(metrics.map((metric) => [metric, 0])) as Volumes;

export function added(one: Volumes, other: Volumes): Volumes {
  return Object.fromEntries(metrics.map((metric) => [metric, one[metric] + other[metric]])) as Volumes;
}
