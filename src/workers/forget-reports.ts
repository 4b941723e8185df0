import type { DeliverabilityTests } from "#features/deliverability-tests/index.ts";
import type { DmarcReports } from "#features/dmarc-reports/index.ts";
import { hourMs } from "#platform/clock.ts";
import { type SweepParts, startSweep } from "#platform/sweep.ts";
import type { Worker } from "#platform/worker.ts";

/** Once an hour, forgets what receivers reported long ago, and tests of then. */
export function forgetReports(
  parts: SweepParts & { dmarcReports: DmarcReports; deliverabilityTests: DeliverabilityTests },
): Worker {
  const sweep = async (signal: AbortSignal) => {
    await parts.dmarcReports.forget(signal);
    await parts.deliverabilityTests.forget(signal);
  };
  return startSweep({ name: "forget-reports", everyMs: hourMs, sweep }, parts);
}
