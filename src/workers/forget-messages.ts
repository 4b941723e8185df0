import type { Retention } from "#features/retention/index.ts";
import { type Clock, hourMs } from "#platform/clock.ts";
import type { Log } from "#platform/log.ts";
import { startSweep } from "#platform/sweep.ts";
import type { Worker } from "#platform/worker.ts";

/** Once an hour, forgets messages that are old enough, and has days ready for those to come. */
export function forgetMessages({
  retention,
  clock,
  log,
}: {
  retention: Retention;
  clock: Clock;
  log: Log;
}): Worker {
  return startSweep({
    name: "forget-messages",
    everyMs: hourMs,
    sweep: async (signal) => await retention.keep(signal),
    clock,
    log,
  });
}
