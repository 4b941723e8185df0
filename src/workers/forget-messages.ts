import type { DatabaseClock } from "#features/database-clock/index.ts";
import type { EventCounts } from "#features/event-counts/index.ts";
import type { Retention } from "#features/retention/index.ts";
import { type Clock, hourMs } from "#platform/clock.ts";
import type { Log } from "#platform/log.ts";
import { startSweep } from "#platform/sweep.ts";
import type { Worker } from "#platform/worker.ts";

/** Once an hour, forgets messages that are old enough, whose numbers stay, and has days ready for those to come. */
export function forgetMessages({
  retention,
  eventCounts,
  databaseClock,
  clock,
  log,
}: {
  retention: Retention;
  eventCounts: EventCounts;
  /** By a clock that is far ahead, everything is old. */
  databaseClock?: Pick<DatabaseClock, "agrees"> | undefined;
  clock: Clock;
  log: Log;
}): Worker {
  return startSweep({
    name: "forget-messages",
    everyMs: hourMs,
    sweep: async (signal) => {
      await eventCounts.keepAll(signal);
      if (!signal.aborted) await retention.keep(signal);
    },
    mayClaim: () => databaseClock?.agrees ?? true,
    clock,
    log,
  });
}
