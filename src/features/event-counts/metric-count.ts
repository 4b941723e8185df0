import { readMeasure } from "#features/events/index.ts";
import { type MetricDimensions, metricsOf } from "./metric.ts";
import { added, noVolumes, type Volumes } from "./volumes.ts";

/** What messages that have all this in common came to; an empty text: nothing of the kind. */
export interface MetricCount extends Required<{ readonly [Name in keyof MetricDimensions]: string }> {
  /** When the step, or the day, began. */
  readonly at: number;
  readonly volumes: Volumes;
}

/** So many events that have all this in common. */
export interface CountedEvents {
  readonly at: number;
  readonly type: string;
  readonly bounce_type: string | null;
  readonly sub_type: string | null;
  readonly configuration_set: string | null;
  readonly measured: string;
  readonly n: number;
}

export function toCount(row: CountedEvents): MetricCount {
  const measure = readMeasure(row.measured);
  const kind = {
    type: row.type,
    bounceType: row.bounce_type ?? undefined,
    subType: row.sub_type ?? undefined,
  };
  const counted = metricsOf(kind, measure).map((metric) => [metric, Number(row.n)]);
  return {
    at: Number(row.at),
    identity: measure.identity,
    configurationSet: row.configuration_set ?? "",
    provider: measure.provider,
    tenant: measure.tenant ?? "",
    volumes: { ...noVolumes, ...Object.fromEntries(counted) },
  };
}

/** Adds up what has a step and all else in common. */
export function folded(counts: readonly MetricCount[], stepMs: number): MetricCount[] {
  const sums = new Map<string, MetricCount>();
  for (const count of counts) {
    const at = count.at - (count.at % stepMs);
    const { identity, configurationSet, provider, tenant } = count;
    const key = JSON.stringify([at, identity, configurationSet, provider, tenant]);
    const before = sums.get(key);
    sums.set(key, { ...count, at, volumes: added(before?.volumes ?? noVolumes, count.volumes) });
  }
  return [...sums.values()];
}
