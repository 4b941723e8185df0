import type { DatabaseClock } from "#features/database-clock/index.ts";
import type { Events } from "#features/events/index.ts";
import type { Publisher } from "#features/publishing/index.ts";
import type { Announcements } from "#platform/announcements.ts";
import type { Clock } from "#platform/clock.ts";
import type { Log } from "#platform/log.ts";
import type { Measures } from "#platform/measures.ts";
import { Nudge } from "#platform/nudge.ts";
import type { Tracing } from "#platform/tracing.ts";
import { startWorker, type Worker } from "#platform/worker.ts";

/** Tells of events those who asked to be told. Any number of processes may do so. */
export function publishEvents(parts: {
  events: Events;
  publisher: Publisher;
  announcements: Announcements;
  clock: Clock;
  log: Log;
  /** How long another process's work may go unseen, should its nudge not reach this one. */
  pollEveryMs: number;
  /** Claims are times that all who share the database must agree about. */
  databaseClock?: Pick<DatabaseClock, "agrees"> | undefined;
  measures?: Measures | undefined;
  tracing?: Tracing | undefined;
}): Worker {
  const { events, publisher, announcements, clock, log, pollEveryMs, measures, tracing, databaseClock } =
    parts;
  return startWorker({
    name: "publish-events",
    claim: async (limit) => await events.claimDue(limit),
    handle: async (claim) => await publisher.attempt(claim),
    idsOf: ({ id, messageId, eventId }) => ({ messageId, eventId, publicationId: id }),
    nextDueAt: async () => await events.nextDueAt(),
    everyMs: pollEveryMs,
    nudge: Nudge.onAnnouncement(announcements, "publications"),
    mayClaim: () => databaseClock?.agrees ?? true,
    clock,
    concurrency: publisher.concurrency,
    log,
    measures,
    tracing,
  });
}
