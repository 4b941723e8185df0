import type { ExportJobs } from "#features/export-jobs/index.ts";
import { hourMs } from "#platform/clock.ts";
import { type SweepParts, startSweep } from "#platform/sweep.ts";
import type { Worker } from "#platform/worker.ts";

/** Once an hour, forgets files that were exported long ago, and later the jobs. */
export function forgetExports(parts: SweepParts & { exportJobs: ExportJobs }): Worker {
  const sweep = async (signal: AbortSignal) => await parts.exportJobs.removeOld(signal);
  return startSweep({ name: "forget-exports", everyMs: hourMs, sweep }, parts);
}
