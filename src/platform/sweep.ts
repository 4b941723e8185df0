import { type Clock, isAhead } from "./clock.ts";
import type { Log } from "./log.ts";
import { Nudge } from "./nudge.ts";
import { startWorker, type Worker } from "./worker.ts";

export interface SweepParts {
  /** Times in the store are times that all who share it must agree about: by a clock that is far ahead, everything is old. */
  readonly databaseClock?: { readonly agrees: boolean } | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Does something now and then every so often, one run after the other. Every process does it, so it must be of the kind
 * that does no harm when done twice. The signal says that the worker is being stopped.
 */
export function startSweep(
  what: { readonly name: string; readonly everyMs: number; sweep(signal: AbortSignal): Promise<void> },
  { databaseClock, clock, log }: SweepParts,
): Worker {
  const { name, everyMs } = what;
  let nextAt = 0;
  return startWorker({
    name,
    claim: async () => {
      const now = clock.now();
      if (isAhead(nextAt, { now, atMostMs: everyMs })) return [];
      nextAt = now + everyMs;
      return [name];
    },
    handle: async (_, signal) => await what.sweep(signal),
    nextDueAt: async () => nextAt,
    mayClaim: () => databaseClock?.agrees ?? true,
    everyMs,
    nudge: new Nudge(),
    clock,
    concurrency: 1,
    log,
  });
}

/** As a sweep, and made once more at the end: of what only this process knows. */
export function startSweepToTheEnd(
  {
    lastFailed,
    ...what
  }: {
    readonly name: string;
    readonly everyMs: number;
    sweep(): Promise<void>;
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
        parts.log.warn({ err: error, worker: what.name }, lastFailed);
      });
    },
  };
}
