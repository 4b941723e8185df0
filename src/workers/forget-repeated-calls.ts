import type { RepeatedCalls } from "#features/repeated-calls/index.ts";
import { hourMs } from "#platform/clock.ts";
import { type SweepParts, startSweep } from "#platform/sweep.ts";
import type { Worker } from "#platform/worker.ts";

/** Once an hour, forgets answers that nobody may ask for again. */
export function forgetRepeatedCalls(parts: SweepParts & { repeatedCalls: RepeatedCalls }): Worker {
  const sweep = async () => await parts.repeatedCalls.forget();
  return startSweep({ name: "forget-repeated-calls", everyMs: hourMs, sweep }, parts);
}
