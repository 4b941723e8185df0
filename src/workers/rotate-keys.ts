import type { DkimKeys } from "#features/dkim-keys/index.ts";
import type { DomainChecks } from "#features/domain-checks/index.ts";
import { hourMs } from "#platform/clock.ts";
import { type SweepParts, startSweep } from "#platform/sweep.ts";
import type { Worker } from "#platform/worker.ts";

/**
 * Once an hour, takes the next step in the rotation of every key that has come of age. Several processes may try the
 * same step; the store lets one of them take it, so no lease is needed. A clock that is far ahead would retire keys that are in use.
 */
export function rotateKeys(parts: SweepParts & { dkimKeys: DkimKeys; domainChecks: DomainChecks }): Worker {
  const { dkimKeys, domainChecks } = parts;
  const sweep = async (signal: AbortSignal) => {
    for await (const { domain, ...owner } of dkimKeys.domainsDueForRotation()) {
      signal.throwIfAborted();
      await domainChecks.rotateIfDue(owner, domain);
    }
  };
  return startSweep({ name: "rotate-keys", everyMs: hourMs, sweep }, parts);
}
