import { hourMs, minuteMs } from "#platform/clock.ts";
import type { Owner } from "#platform/owner.ts";
import { CountedMeanwhile, type Span } from "./store.ts";

/** An event is written down a moment after it came about; longer than that takes. */
const settlesWithinMs = 15 * minuteMs;

/** Where something is counted of hours that are over. */
export interface HoursOver {
  /** What is before was counted and kept; undefined: nothing was. */
  countedUntil(owner: Owner): Promise<number | undefined>;
  firstEventAt(owner: Owner): Promise<number | undefined>;
  /** Counts a span, and keeps what comes of it. Throws `CountedMeanwhile`. */
  countAndKeep(owner: Owner, span: Span): Promise<void>;
  /** As much is counted and kept in one go. */
  readonly atOnceMs: number;
}

/** Counts all hours that are over, each once, whoever comes first. Answers up to where they are kept. */
export async function countHoursOver(hours: HoursOver, owner: Owner, now: number): Promise<number> {
  const over = floorToHour(now - settlesWithinMs);
  let until = await hours.countedUntil(owner);
  if (until === undefined) {
    const first = await hours.firstEventAt(owner);
    if (first === undefined) return 0;
    until = floorToHour(first);
  }
  while (until < over) {
    const span: Span = { from: until, to: Math.min(until + hours.atOnceMs, over) };
    try {
      await hours.countAndKeep(owner, span);
    } catch (error) {
      if (!(error instanceof CountedMeanwhile)) throw error;
      return (await hours.countedUntil(owner)) ?? 0;
    }
    until = span.to;
  }
  return until;
}

function floorToHour(ms: number): number {
  return Math.floor(ms / hourMs) * hourMs;
}
