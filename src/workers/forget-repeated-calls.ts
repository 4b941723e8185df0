import type { DatabaseClock } from "#features/database-clock/index.ts";
import type { RepeatedCalls } from "#features/repeated-calls/index.ts";
import { type Clock, hourMs } from "#platform/clock.ts";
import type { Log } from "#platform/log.ts";
import { startSweep } from "#platform/sweep.ts";
import type { Worker } from "#platform/worker.ts";

/** Once an hour, forgets answers that nobody may ask for again. */
export function forgetRepeatedCalls({
  repeatedCalls,
  databaseClock,
  clock,
  log,
}: {
  repeatedCalls: RepeatedCalls;
  /** By a clock that is far ahead, everything is old. */
  databaseClock?: Pick<DatabaseClock, "agrees"> | undefined;
  clock: Clock;
  log: Log;
}): Worker {
  return startSweep({
    name: "forget-repeated-calls",
    everyMs: hourMs,
    sweep: async () => await repeatedCalls.forget(),
    mayClaim: () => databaseClock?.agrees ?? true,
    clock,
    log,
  });
}
