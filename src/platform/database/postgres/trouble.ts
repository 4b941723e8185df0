import { setTimeout as delay } from "node:timers/promises";
import { Unavailable } from "#platform/errors.ts";

/** How long a caller waits for PostgreSQL to come back before it is told to come back itself. */
export const patienceMs = 5_000;

const firstPauseMs = 20;
const longestPauseMs = 500;

/** There is no connection, and there was none that anything could have been done on. */
export class OutOfReach extends Error {
  override readonly name = "OutOfReach";

  constructor(cause: unknown) {
    const { message, code } = cause as NodeJS.ErrnoException;
    // A connection that failed at several addresses has a code but no message.
    super(message || code || "nobody knows why", { cause });
  }
}

/** A copy, which may be the one to write to after a failover; PostgreSQL's own code for a write to it. */
export class ServerIsCopy extends Error {
  readonly code = "25006";

  constructor() {
    super("the server is a copy that takes no writes");
  }
}

/** It works, but not in a way that we could work with: that takes somebody. */
export class UnfitServer extends Error {}

/** The original, which was told to take no writes. */
export class ServerIsReadOnly extends Error {
  readonly code = "25006";

  constructor() {
    super("the server takes no writes: default_transaction_read_only is on");
  }
}

/**
 * What an error of a statement means. `answer`: PostgreSQL itself said no, or it is a bug of ours. `conflict`: with another transaction;
 * the same may succeed when it is tried again. `trouble`: the connection broke, or the server cannot do its work now, so nobody knows
 * what became of it.
 */
export function kindOf(error: unknown): "answer" | "conflict" | "trouble" {
  const { code = "", message = "" } = error as { code?: string; message?: string };
  // The system's own: EPIPE has five letters, as PostgreSQL's codes have.
  if (/^E[A-Z]+$/.test(code)) return "trouble";
  if (!/^[0-9A-Z]{5}$/.test(code)) return /connect|queryable|timeout/i.test(message) ? "trouble" : "answer";
  if (["40001", "40P01"].includes(code)) return "conflict";
  if (hasOutlivedItsTables(error) || isOfAnotherPartition(error)) return "conflict";
  // Connection exceptions, insufficient resources, shutdown and start-up, I/O errors; a server that became a copy; time-outs, also of transactions.
  return /^(08|53|57P|58)|^(25006|25P03|25P04|57014)$/.test(code) ? "trouble" : "answer";
}

/**
 * Whether trouble ends by waiting for it: the server is away, stops or starts, has no connection to spare, or is a copy until a failover.
 * A full disk, a time-out and a server without TLS need somebody.
 */
export function endsByItself(error: unknown): boolean {
  const { code = "", message = "" } = error as { code?: string; message?: string };
  if (/^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]+$/.test(code)) return /^(08|57P)|^(25006|53300)$/.test(code);
  return kindOf(error) === "trouble" && !/does not support SSL/i.test(message);
}

/** A server as we cannot use it, or a role that may not make tables where it would. */
export function needsOperator(error: unknown): boolean {
  return error instanceof UnfitServer || isWithoutRights(error);
}

/** No right to do it, or no schema to do it in. */
export function isWithoutRights(error: unknown): boolean {
  return ["42501", "3F000"].includes((error as { code?: string }).code ?? "");
}

/** A newer version of us has changed a table that a statement, prepared before, reads whole. */
export function hasOutlivedItsTables(error: unknown): boolean {
  const { code, routine } = error as { code?: string; routine?: string };
  return code === "0A000" && routine === "RevalidateCachedQuery";
}

/** While it waited to write into a table's default partition, the one that its row belongs into was attached. */
function isOfAnotherPartition(error: unknown): boolean {
  const { code, routine } = error as { code?: string; routine?: string };
  return code === "23514" && routine === "ExecPartitionCheckEmitError";
}

/** As callers hear it. */
export function toUnavailable(cause: unknown): Unavailable {
  return new Unavailable("The database cannot be reached at the moment. Please try again.", { cause });
}

/** Pauses that grow, until patience is at an end; false from then on. */
export class Patience {
  readonly #until = performance.now() + patienceMs;
  #pauseMs = firstPauseMs;

  get isOver(): boolean {
    return performance.now() >= this.#until;
  }

  async pause(): Promise<void> {
    await delay(this.#pauseMs);
    this.#pauseMs = Math.min(2 * this.#pauseMs, longestPauseMs);
  }
}
