import type { DmarcReports } from "#features/dmarc-reports/index.ts";
import { hourMs } from "#platform/clock.ts";
import { type SweepParts, startSweep } from "#platform/sweep.ts";
import type { Worker } from "#platform/worker.ts";

/** Once an hour, forgets what receivers reported long ago. */
export function forgetDmarcReports(parts: SweepParts & { dmarcReports: DmarcReports }): Worker {
  const sweep = async (signal: AbortSignal) => await parts.dmarcReports.forget(signal);
  return startSweep({ name: "forget-dmarc-reports", everyMs: hourMs, sweep }, parts);
}
