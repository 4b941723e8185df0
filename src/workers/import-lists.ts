import type { DatabaseClock } from "#features/database-clock/index.ts";
import type { ImportJobs } from "#features/import-jobs/index.ts";
import type { Announcements } from "#platform/announcements.ts";
import type { Clock } from "#platform/clock.ts";
import type { Log } from "#platform/log.ts";
import type { Measures } from "#platform/measures.ts";
import { Nudge } from "#platform/nudge.ts";
import type { Tracing } from "#platform/tracing.ts";
import { startWorker, type Worker } from "#platform/worker.ts";

/** A job takes as long as its file; who waits for an answer is not to notice. */
const concurrency = 2;

/** Fills lists from files, as soon as there is a job. Any number of processes may do so. */
export function importLists(parts: {
  importJobs: ImportJobs;
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
  const { importJobs, announcements, clock, log, pollEveryMs, databaseClock, measures, tracing } = parts;
  return startWorker({
    name: "import-lists",
    claim: async (limit) => await importJobs.claimDue(limit),
    handle: async (claim, signal) => await importJobs.run(claim, signal),
    isOver: (outcome) => outcome === "completed" || outcome === "failed",
    idsOf: ({ owner, id }) => ({ ...owner, importJobId: id }),
    nextDueAt: async () => await importJobs.nextDueAt(),
    everyMs: pollEveryMs,
    nudge: Nudge.onAnnouncement(announcements, "import-jobs"),
    mayClaim: () => databaseClock?.agrees ?? true,
    clock,
    concurrency,
    log,
    measures,
    tracing,
  });
}
