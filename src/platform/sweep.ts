import { type Clock, hourMs, isAhead } from "./clock.ts";
import type { Log } from "./log.ts";
import type { Measures } from "./measures.ts";
import { Nudge } from "./nudge.ts";
import { startWorker, type Worker } from "./worker.ts";

export interface SweepParts {
  /** Times in the store are times that all who share it must agree about: by a clock that is far ahead, everything is old. */
  readonly databaseClock?: { readonly agrees: boolean } | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly measures?: Measures | undefined;
}

/** What only this process knows, until it is written. */
export interface Gathered {
  readonly isEmpty: boolean;
  /** Given when there is some, and was none. */
  readonly nudge: Nudge;
}

interface Sweep {
  readonly name: string;
  readonly everyMs: number;
  /** The signal says that the worker is being stopped. */
  sweep(signal: AbortSignal): Promise<void>;
  /** What the sweep is of: none is made while there is nothing, and a process that nobody calls sleeps. */
  readonly gathered?: Gathered;
}

/**
 * Does something now and then every so often, one run after the other. Every process does it, so it must be of the kind
 * that does no harm when done twice.
 */
export function startSweep(what: Sweep, { databaseClock, clock, log, measures }: SweepParts): Worker {
  const { name, everyMs, gathered } = what;
  const isForNothing = () => gathered?.isEmpty === true;
  let nextAt = 0;
  measures?.mayEnd(name, ["done", "error"]);
  return startWorker({
    name,
    claim: async () => {
      const now = clock.now();
      if (isForNothing() || isAhead(nextAt, { now, atMostMs: everyMs })) return [];
      nextAt = now + everyMs;
      return [name];
    },
    handle: async (_, signal) => await what.sweep(signal),
    nextDueAt: async () => (isForNothing() ? undefined : nextAt),
    mayClaim: () => databaseClock?.agrees ?? true,
    everyMs: gathered === undefined ? everyMs : Math.max(everyMs, hourMs),
    nudge: gathered?.nudge ?? new Nudge(),
    clock,
    concurrency: 1,
    log,
    measures,
  });
}

/** A sweep of what is gathered, which is made once more at the end. */
export function startSweepToTheEnd(
  what: Omit<Sweep, "sweep"> & {
    sweep(): Promise<void>;
    readonly gathered: Gathered;
    /** What is said where the last one fails. */
    readonly lastFailed: string;
  },
  parts: SweepParts,
): Worker {
  const worker = startSweep(what, parts);
  return {
    idle: async () => await worker.idle(),
    stop: () => worker.stop(),
    async [Symbol.asyncDispose]() {
      await worker[Symbol.asyncDispose]();
      if (parts.databaseClock?.agrees === false) return;
      await what.sweep().catch((error: unknown) => {
        parts.log.warn({ err: error, worker: what.name }, what.lastFailed);
      });
    },
  };
}
