import type { Account } from "#features/account/index.ts";
import type { DatabaseClock } from "#features/database-clock/index.ts";
import { type Clock, hourMs } from "#platform/clock.ts";
import type { Log } from "#platform/log.ts";
import { startSweep } from "#platform/sweep.ts";
import type { Worker } from "#platform/worker.ts";

/** Once an hour, forgets how much was sent when, where that counts for no quota any more. */
export function forgetCounts({
  account,
  databaseClock,
  clock,
  log,
}: {
  account: Account;
  /** By a clock that is far ahead, everything is old. */
  databaseClock?: Pick<DatabaseClock, "agrees"> | undefined;
  clock: Clock;
  log: Log;
}): Worker {
  return startSweep({
    name: "forget-counts",
    everyMs: hourMs,
    sweep: async () => await account.forget(),
    mayClaim: () => databaseClock?.agrees ?? true,
    clock,
    log,
  });
}
