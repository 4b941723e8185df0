import type { DkimKeys } from "#features/dkim-keys/index.ts";
import type { DomainChecks } from "#features/domain-checks/index.ts";
import { type Clock, hourMs } from "#platform/clock.ts";
import type { Log } from "#platform/log.ts";
import { Nudge } from "#platform/nudge.ts";
import { startWorker, type Worker } from "#platform/worker.ts";

const sweepEveryMs = hourMs;

/**
 * Once an hour, takes the next step in the rotation of every key that has come of age. Several processes may try the
 * same step; the store lets one of them take it, so no lease is needed.
 */
export function rotateKeys(parts: {
  dkimKeys: DkimKeys;
  domainChecks: DomainChecks;
  clock: Clock;
  log: Log;
}): Worker {
  const { dkimKeys, domainChecks, clock, log } = parts;
  let nextSweepAt = clock.now();
  return startWorker({
    name: "rotate-keys",
    claim: async () => {
      if (clock.now() < nextSweepAt) return [];
      nextSweepAt = clock.now() + sweepEveryMs;
      return ["sweep"];
    },
    handle: async (_, signal) => {
      for await (const { domain, ...owner } of dkimKeys.domainsDueForRotation()) {
        signal.throwIfAborted();
        await domainChecks.rotateIfDue(owner, domain);
      }
    },
    nextDueAt: async () => nextSweepAt,
    everyMs: sweepEveryMs,
    nudge: new Nudge(),
    clock,
    concurrency: 1,
    log,
  });
}
