import type { DatabaseClock } from "#features/database-clock/index.ts";
import type { VerificationLinks } from "#features/verification-links/index.ts";
import { type Clock, hourMs } from "#platform/clock.ts";
import type { Log } from "#platform/log.ts";
import { startSweep } from "#platform/sweep.ts";
import type { Worker } from "#platform/worker.ts";

/** Once an hour, forgets verification links that expired long ago, some at a time. */
export function forgetLinks({
  links,
  databaseClock,
  clock,
  log,
}: {
  links: VerificationLinks;
  /** By a clock that is far ahead, everything is old. */
  databaseClock?: Pick<DatabaseClock, "agrees"> | undefined;
  clock: Clock;
  log: Log;
}): Worker {
  return startSweep({
    name: "forget-links",
    everyMs: hourMs,
    sweep: async (signal) => {
      while (!signal.aborted && (await links.removeLongExpired()) > 0);
    },
    mayClaim: () => databaseClock?.agrees ?? true,
    clock,
    log,
  });
}
