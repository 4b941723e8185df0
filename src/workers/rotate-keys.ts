import type { DkimKeys } from "#features/dkim-keys/index.ts";
import type { DomainChecks } from "#features/domain-checks/index.ts";
import { type Clock, hourMs } from "#platform/clock.ts";
import type { Log } from "#platform/log.ts";
import { Nudge } from "#platform/nudge.ts";
import { startWorker, type Worker } from "#platform/worker.ts";

/**
 * Takes the next step in the rotation of every key that has come of age. Several processes may try the same step; the
 * store lets one of them take it, so no lease is needed.
 */
export function rotateKeys(parts: {
  dkimKeys: DkimKeys;
  domainChecks: DomainChecks;
  clock: Clock;
  log: Log;
}): Worker {
  const { dkimKeys, domainChecks, clock, log } = parts;
  return startWorker({
    name: "rotate-keys",
    claim: async (limit) => (await dkimKeys.domainsDueForRotation()).slice(0, limit),
    handle: async ({ domain, ...owner }) => await domainChecks.rotateIfDue(owner, domain),
    everyMs: hourMs,
    nudge: new Nudge(),
    clock,
    // Making a key takes a core for 50 ms; mail and callers come first.
    concurrency: 1,
    log,
  });
}
