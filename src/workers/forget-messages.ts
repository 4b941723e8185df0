import type { EventCounts, MetricCounts } from "#features/event-counts/index.ts";
import type { Retention } from "#features/retention/index.ts";
import { hourMs } from "#platform/clock.ts";
import { type SweepParts, startSweep } from "#platform/sweep.ts";
import type { Worker } from "#platform/worker.ts";

/** Once an hour, forgets messages that are old enough, whose numbers stay, and has days ready for those to come. */
export function forgetMessages(
  parts: SweepParts & { retention: Retention; eventCounts: EventCounts; metricCounts: MetricCounts },
): Worker {
  const { retention, eventCounts, metricCounts } = parts;
  const sweep = async (signal: AbortSignal) => {
    await eventCounts.keepAll(signal);
    await metricCounts.keepAll(signal);
    if (!signal.aborted) await retention.keep(signal);
  };
  return startSweep({ name: "forget-messages", everyMs: hourMs, sweep }, parts);
}
