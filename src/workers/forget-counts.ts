import type { Account } from "#features/account/index.ts";
import type { CallAllowanceStore } from "#features/call-rate/index.ts";
import { hourMs } from "#platform/clock.ts";
import { type SweepParts, startSweep } from "#platform/sweep.ts";
import type { Worker } from "#platform/worker.ts";

/** Once an hour, forgets how much was sent when, where that counts for no quota any more, and who called long ago. */
export function forgetCounts(
  parts: SweepParts & { account: Account; callAllowances: CallAllowanceStore },
): Worker {
  const sweep = async () => {
    await parts.account.forget();
    await parts.callAllowances.forget(parts.clock.now());
  };
  return startSweep({ name: "forget-counts", everyMs: hourMs, sweep }, parts);
}
