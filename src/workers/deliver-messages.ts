import type { DatabaseClock } from "#features/database-clock/index.ts";
import type { AttemptEnd, Deliverer, Deliveries } from "#features/delivery/index.ts";
import type { Announcements } from "#platform/announcements.ts";
import type { Callers } from "#platform/callers.ts";
import type { Clock } from "#platform/clock.ts";
import type { Log } from "#platform/log.ts";
import type { Measures } from "#platform/measures.ts";
import { Nudge } from "#platform/nudge.ts";
import type { Tracing } from "#platform/tracing.ts";
import { startWorker, type Worker } from "#platform/worker.ts";

/** Delivers what is queued, as soon as it is. Any number of processes may do so. */
export function startDelivering(parts: {
  deliveries: Deliveries;
  deliverer: Deliverer;
  announcements: Announcements;
  clock: Clock;
  log: Log;
  /** Whom deliveries leave the processor to: given where they wait for nobody else, so that one at a time is enough. */
  yieldTo?: Callers | undefined;
  /** How long another process's work may go unseen, should its nudge not reach this one. */
  pollEveryMs: number;
  /** Claims are times that all who share the database must agree about. */
  databaseClock?: Pick<DatabaseClock, "agrees"> | undefined;
  measures?: Measures | undefined;
  tracing?: Tracing | undefined;
}): Worker {
  const {
    deliveries,
    deliverer,
    announcements,
    clock,
    log,
    yieldTo,
    pollEveryMs,
    measures,
    tracing,
    databaseClock,
  } = parts;
  return startWorker({
    name: "deliver-messages",
    claim: async (limit) => await deliveries.claimDue(limit),
    handle: async (claim, signal) => await deliverer.attempt(claim, signal),
    isOver: (outcome) => over.has(outcome),
    idsOf: ({ id, messageId }) => ({ messageId, deliveryId: id }),
    nextDueAt: async () => await deliveries.nextDueAt(),
    everyMs: pollEveryMs,
    nudge: Nudge.onAnnouncement(announcements, "deliveries"),
    mayClaim: () => databaseClock?.agrees ?? true,
    handOff: deliveries.handOff,
    clock,
    concurrency: deliverer.concurrency,
    whileManyWait: yieldTo && { callers: yieldTo, concurrency: 1 },
    log,
    measures,
    tracing,
  });
}

const over: ReadonlySet<string> = new Set<AttemptEnd>(["delivered", "refused", "lease-lost"]);
