import type { Checks } from "#features/checks/index.ts";
import type { DomainChecks } from "#features/domain-checks/index.ts";
import type { Clock } from "#platform/clock.ts";
import type { Log } from "#platform/log.ts";
import type { Nudge } from "#platform/nudge.ts";
import { startWorker, type Worker } from "#platform/worker.ts";

/** Looks in DNS for the records of every domain whose check has fallen due. */
export function checkIdentities(parts: {
  checks: Checks;
  domainChecks: DomainChecks;
  nudge: Nudge;
  clock: Clock;
  log: Log;
  /** How long another process's work may go unseen, should its nudge not reach this one. */
  pollEveryMs: number;
}): Worker {
  const { checks, domainChecks, nudge, clock, log, pollEveryMs } = parts;
  return startWorker({
    name: "check-identities",
    claim: async (limit) => await checks.claimDue(limit),
    handle: async (claim, signal) => await domainChecks.run(claim, signal),
    nextDueAt: async () => await checks.nextDueAt(),
    everyMs: pollEveryMs,
    nudge,
    clock,
    concurrency: 32,
    log,
  });
}
