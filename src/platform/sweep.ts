import type { Clock } from "./clock.ts";
import type { Log } from "./log.ts";
import { Nudge } from "./nudge.ts";
import { startWorker, type Worker } from "./worker.ts";

/**
 * Does something now and then every so often, one run after the other. Every process does it, so it must be of the kind
 * that does no harm when done twice. The signal says that the worker is being stopped.
 */
export function startSweep(parts: {
  readonly name: string;
  readonly everyMs: number;
  sweep(signal: AbortSignal): Promise<void>;
  /** Asked before each; left out: always. */
  mayClaim?(): boolean;
  readonly clock: Clock;
  readonly log: Log;
}): Worker {
  const { name, everyMs, clock, log } = parts;
  let nextAt = 0;
  return startWorker({
    name,
    claim: async () => {
      const now = clock.now();
      // Time that went backwards must not put it off for longer.
      if (now < nextAt && now >= nextAt - everyMs) return [];
      nextAt = now + everyMs;
      return [name];
    },
    handle: async (_, signal) => await parts.sweep(signal),
    nextDueAt: async () => nextAt,
    mayClaim: () => parts.mayClaim?.() ?? true,
    everyMs,
    nudge: new Nudge(),
    clock,
    concurrency: 1,
    log,
  });
}
