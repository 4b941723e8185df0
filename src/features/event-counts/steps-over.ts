import { minuteMs } from "#platform/clock.ts";
import type { Owner } from "#platform/owner.ts";
import { CountedMeanwhile, type Span } from "./store.ts";

/** An event is written down a moment after it came about; longer than that takes. */
const settlesWithinMs = 15 * minuteMs;

/** Where something is counted of steps of time that are over. */
export interface StepsOver {
  /** What is fresher is counted anew whenever somebody asks. */
  readonly stepMs: number;
  /** What is before was counted and kept; undefined: nothing was. */
  countedUntil(owner: Owner): Promise<number | undefined>;
  firstEventAt(owner: Owner): Promise<number | undefined>;
  /** Counts a span, and keeps what comes of it. Throws `CountedMeanwhile`. */
  countAndKeep(owner: Owner, span: Span): Promise<void>;
  /** As much is counted and kept in one go. */
  readonly atOnceMs: number;
}

/** Counts all steps that are over, each once, whoever comes first. Answers up to where they are kept. */
export async function countStepsOver(steps: StepsOver, owner: Owner, now: number): Promise<number> {
  const { stepMs } = steps;
  const over = floored(now - settlesWithinMs, stepMs);
  let until = await steps.countedUntil(owner);
  if (until === undefined) {
    const first = await steps.firstEventAt(owner);
    if (first === undefined) return 0;
    until = floored(first, stepMs);
  }
  while (until < over) {
    const span: Span = { from: until, to: Math.min(until + steps.atOnceMs, over) };
    try {
      await steps.countAndKeep(owner, span);
    } catch (error) {
      if (!(error instanceof CountedMeanwhile)) throw error;
      return (await steps.countedUntil(owner)) ?? 0;
    }
    until = span.to;
  }
  return until;
}

function floored(ms: number, stepMs: number): number {
  return Math.floor(ms / stepMs) * stepMs;
}
