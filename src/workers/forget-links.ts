import type { VerificationLinks } from "#features/verification-links/index.ts";
import { hourMs } from "#platform/clock.ts";
import { type SweepParts, startSweep } from "#platform/sweep.ts";
import type { Worker } from "#platform/worker.ts";

/** Once an hour, forgets verification links that expired long ago, some at a time. */
export function forgetLinks(parts: SweepParts & { links: VerificationLinks }): Worker {
  const sweep = async (signal: AbortSignal) => {
    while (!signal.aborted && (await parts.links.removeLongExpired()) > 0);
  };
  return startSweep({ name: "forget-links", everyMs: hourMs, sweep }, parts);
}
