import type { DatabaseClock } from "#features/database-clock/index.ts";
import type { VerificationLinks } from "#features/verification-links/index.ts";
import type { Announcements } from "#platform/announcements.ts";
import type { Callers } from "#platform/callers.ts";
import type { Clock } from "#platform/clock.ts";
import type { Log } from "#platform/log.ts";
import type { Measures } from "#platform/measures.ts";
import { Nudge } from "#platform/nudge.ts";
import type { Tracing } from "#platform/tracing.ts";
import { startWorker, type Worker } from "#platform/worker.ts";

/** To compose a message takes the processor and nothing else; the rest of each is the wait for a commit. */
const concurrency = 16;

/** Mails the links that prove new addresses, as soon as they are asked for. Any number of processes may do so. */
export function mailLinks(parts: {
  links: VerificationLinks;
  announcements: Announcements;
  callers: Callers;
  clock: Clock;
  log: Log;
  /** How long another process's work may go unseen, should its nudge not reach this one. */
  pollEveryMs: number;
  /** Claims are times that all who share the database must agree about. */
  databaseClock?: Pick<DatabaseClock, "agrees"> | undefined;
  measures?: Measures | undefined;
  tracing?: Tracing | undefined;
}): Worker {
  const { links, announcements, callers, clock, log, pollEveryMs, databaseClock, measures, tracing } = parts;
  return startWorker({
    name: "mail-links",
    claim: async (limit) => await links.claimDue(limit),
    handle: async (claim) => await links.mail(claim),
    isOver: (outcome) => outcome !== "error",
    idsOf: ({ owner, identityId }) => ({ ...owner, identityId }),
    nextDueAt: async () => await links.nextDueAt(),
    everyMs: pollEveryMs,
    nudge: Nudge.onAnnouncement(announcements, "links-to-mail"),
    mayClaim: () => databaseClock?.agrees ?? true,
    clock,
    concurrency,
    whileManyWait: { callers, concurrency: 1 },
    log,
    measures,
    tracing,
  });
}
