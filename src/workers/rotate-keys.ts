import type { DatabaseClock } from "#features/database-clock/index.ts";
import type { DkimKeys } from "#features/dkim-keys/index.ts";
import type { DomainChecks } from "#features/domain-checks/index.ts";
import { type Clock, hourMs } from "#platform/clock.ts";
import type { Log } from "#platform/log.ts";
import { startSweep } from "#platform/sweep.ts";
import type { Worker } from "#platform/worker.ts";

/**
 * Once an hour, takes the next step in the rotation of every key that has come of age. Several processes may try the
 * same step; the store lets one of them take it, so no lease is needed.
 */
export function rotateKeys(parts: {
  dkimKeys: DkimKeys;
  domainChecks: DomainChecks;
  /** A clock that is far ahead would retire keys that are in use. */
  databaseClock?: Pick<DatabaseClock, "agrees"> | undefined;
  clock: Clock;
  log: Log;
}): Worker {
  const { dkimKeys, domainChecks, databaseClock, clock, log } = parts;
  return startSweep({
    name: "rotate-keys",
    everyMs: hourMs,
    sweep: async (signal) => {
      for await (const { domain, ...owner } of dkimKeys.domainsDueForRotation()) {
        signal.throwIfAborted();
        await domainChecks.rotateIfDue(owner, domain);
      }
    },
    mayClaim: () => databaseClock?.agrees ?? true,
    clock,
    log,
  });
}
