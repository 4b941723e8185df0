import type { Deliverer, Deliveries } from "#features/delivery/index.ts";
import { type Clock, secondMs } from "#platform/clock.ts";
import type { Log } from "#platform/log.ts";
import { startWorker, type Worker } from "#platform/worker.ts";

/** Delivers what is queued, as soon as it is. Any number of processes may do so. */
export function startDelivering(parts: {
  deliveries: Deliveries;
  deliverer: Deliverer;
  clock: Clock;
  log: Log;
}): Worker {
  const { deliveries, deliverer, clock, log } = parts;
  return startWorker({
    name: "deliver-messages",
    claim: async (limit) => await deliveries.claimDue(limit),
    handle: async (claim, signal) => await deliverer.attempt(claim, signal),
    nextDueAt: async () => await deliveries.nextDueAt(),
    everyMs: 5 * secondMs,
    nudge: deliveries.nudge,
    clock,
    concurrency: deliverer.concurrency,
    log,
  });
}
