import type { CertificateExpiry } from "#features/smime-certificates/index.ts";
import { hourMs } from "#platform/clock.ts";
import { type SweepParts, startSweep } from "#platform/sweep.ts";
import type { Worker } from "#platform/worker.ts";

/** Once an hour, tells whose certificates expire. Several processes may be about to tell of the same one; the store lets one of them. */
export function tellOfExpiry(parts: SweepParts & { certificateExpiry: CertificateExpiry }): Worker {
  const { certificateExpiry } = parts;
  const sweep = async (signal: AbortSignal) => {
    for await (const certificate of certificateExpiry.due()) {
      signal.throwIfAborted();
      await certificateExpiry.tell(certificate);
    }
  };
  return startSweep({ name: "tell-of-expiry", everyMs: hourMs, sweep }, parts);
}
