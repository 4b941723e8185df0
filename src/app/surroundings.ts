import type { Clock } from "#platform/clock.ts";
import type { Log } from "#platform/log.ts";
import type { Measures } from "#platform/measures.ts";
import type { Random } from "#platform/random.ts";
import type { Tracing } from "#platform/tracing.ts";

/** What surrounds the service; a test hands in its own. */
export interface Surroundings {
  readonly clock: Clock;
  /** Whether the clock must agree with the database's, as all clocks do but those that are moved by hand. */
  readonly isClockCompared?: boolean;
  readonly random: Random;
  readonly log: Log;
  /** The port that name servers are asked at. */
  readonly nameServerPort: number;
  /** The port that recipients' mail servers are spoken to at. */
  readonly mailServerPort: number;
  /** How long each try of a question to them may take; the checker's own choice where nothing is said. */
  readonly attemptTimeoutsMs?: readonly number[];
  /** How long another process's work may go unseen; nudges and known due times make it rare. */
  readonly pollEveryMs: number;
  /** Ends the waiting for a database that is not there when the service starts. */
  readonly interruption?: AbortSignal;
  /** Undefined: nobody counts. */
  readonly measures?: Measures | undefined;
  /** Undefined: nobody collects traces. */
  readonly tracing?: Tracing | undefined;
}
