import type { Checks } from "#features/checks/index.ts";
import type { DatabaseClock } from "#features/database-clock/index.ts";
import type { DomainChecks } from "#features/domain-checks/index.ts";
import type { Announcements } from "#platform/announcements.ts";
import type { Callers } from "#platform/callers.ts";
import type { Clock } from "#platform/clock.ts";
import type { Log } from "#platform/log.ts";
import type { Measures } from "#platform/measures.ts";
import { Nudge } from "#platform/nudge.ts";
import { Tally } from "#platform/tally.ts";
import type { Tracing } from "#platform/tracing.ts";
import { startWorker, type Worker } from "#platform/worker.ts";

const concurrency = 32;
const concurrencyWhileManyWait = 4;
/** It takes a look past all that is due of the accounts with most: milliseconds where that is much. */
const lookForOthersEveryMs = 250;

interface Parts {
  checks: Checks;
  domainChecks: Pick<DomainChecks, "run">;
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
}

/**
 * Looks in DNS for the records of every domain whose check has fallen due. An account whose checks take long, ten thousand domains
 * with dead servers say, would hold every place: while it holds a quarter of them, what others have due goes first.
 */
export function checkIdentities(parts: Parts): Worker {
  const {
    checks,
    domainChecks,
    announcements,
    callers,
    clock,
    log,
    pollEveryMs,
    measures,
    tracing,
    databaseClock,
  } = parts;
  const underWay = new Tally();
  let othersAt = 0;
  const claim = async (limit: number) => {
    const crowding = underWay.atLeast(concurrency / 4);
    if (crowding.length > 0 && clock.now() >= othersAt) {
      const others = await checks.claimDue(limit, crowding);
      if (others.length > 0) return others;
      othersAt = clock.now() + lookForOthersEveryMs;
    }
    return await checks.claimDue(limit);
  };
  return startWorker({
    name: "check-identities",
    claim: async (limit) => {
      const claims = await claim(limit);
      for (const { owner } of claims) underWay.add(owner.account);
      return claims;
    },
    handle: async (check, signal) => {
      try {
        return await domainChecks.run(check, signal);
      } finally {
        underWay.remove(check.owner.account);
      }
    },
    idsOf: ({ owner, subject }) => ({ ...owner, subject }),
    nextDueAt: async () => await checks.nextDueAt(),
    everyMs: pollEveryMs,
    nudge: Nudge.onAnnouncement(announcements, "checks"),
    mayClaim: () => databaseClock?.agrees ?? true,
    clock,
    concurrency,
    whileManyWait: { callers, concurrency: concurrencyWhileManyWait },
    log,
    measures,
    tracing,
  });
}
