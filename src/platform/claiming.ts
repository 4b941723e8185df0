import type { Announcements, Topic } from "./announcements.ts";
import { Nudge } from "./nudge.ts";
import type { SweepParts } from "./sweep.ts";
import type { Tracing } from "./tracing.ts";
import { startWorker, type Worker, type WorkerOptions } from "./worker.ts";

/** What every worker is given that claims what is queued in the store. */
export interface ClaimingParts extends SweepParts {
  readonly announcements: Announcements;
  /** How long another process's work may go unseen, should its nudge not reach this one. */
  readonly pollEveryMs: number;
  readonly tracing?: Tracing | undefined;
}

/** What one of them does that the others do not. */
type Claiming<Item, End extends string> = Pick<
  WorkerOptions<Item>,
  "name" | "claim" | "isOver" | "idsOf" | "nextDueAt" | "handOff" | "concurrency" | "whileManyWait"
> & {
  handle(item: Item, signal: AbortSignal): Promise<End>;
  /** What may come of an item, beside that it fails, or its lease is lost. */
  readonly outcomes: readonly End[];
  /** What is announced when there is more to do. */
  readonly topic: Topic;
};

/** Does what is queued, as soon as it is. Any number of processes may do so. */
export function startClaiming<Item, End extends string>(
  { topic, outcomes, ...work }: Claiming<Item, End>,
  parts: ClaimingParts,
): Worker {
  const { announcements, pollEveryMs, databaseClock, clock, log, measures, tracing } = parts;
  measures?.mayEnd(work.name, [...outcomes, "lease-lost", "error"]);
  return startWorker({
    ...work,
    everyMs: pollEveryMs,
    nudge: Nudge.onAnnouncement(announcements, topic),
    mayClaim: () => databaseClock?.agrees ?? true,
    clock,
    log,
    measures,
    tracing,
  });
}
