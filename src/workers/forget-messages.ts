import type { EventCounts, MetricCounts } from "#features/event-counts/index.ts";
import type { Retention } from "#features/retention/index.ts";
import { hourMs } from "#platform/clock.ts";
import { Unavailable } from "#platform/errors.ts";
import { type SweepParts, startSweep } from "#platform/sweep.ts";
import type { Worker } from "#platform/worker.ts";

interface Parts extends SweepParts {
  readonly retention: Pick<Retention, "keep">;
  readonly eventCounts: Pick<EventCounts, "owners" | "keep">;
  readonly metricCounts: Pick<MetricCounts, "keep">;
}

/** Once an hour, forgets messages that are old enough, whose numbers stay, and has days ready for those to come. */
export function forgetMessages(parts: Parts): Worker {
  const sweep = async (signal: AbortSignal) => {
    for (const owner of await parts.eventCounts.owners()) {
      for (const counts of [parts.eventCounts, parts.metricCounts]) {
        if (signal.aborted) return;
        try {
          await counts.keep(owner);
        } catch (error) {
          // A disk that fills up, and all others' counts, must not hang on one whose events cannot be counted, or take too long.
          const level = error instanceof Unavailable ? "warn" : "error";
          parts.log[level]({ err: error, ...owner }, "Somebody's events could not be counted.");
        }
      }
    }
    if (!signal.aborted) await parts.retention.keep(signal);
  };
  return startSweep({ name: "forget-messages", everyMs: hourMs, sweep }, parts);
}
