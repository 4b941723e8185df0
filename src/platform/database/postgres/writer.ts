import type { QueryResult } from "pg";
import type { Outcome, Step } from "#platform/database/database.ts";
import type { Connection } from "./connection.ts";

interface Waiting {
  readonly group: readonly Step[];
  readonly resolve: (outcomes: Outcome[]) => void;
  readonly reject: (error: unknown) => void;
}

const largestBatch = 64;
const mostTries = 5;

/**
 * Commits what gathered while its connections were busy: one transaction for many groups, in two round trips. When any
 * of them cannot be done, none was, and each is done again alone, so that one caller's mistake stays its own.
 */
export class Writer {
  readonly #idle: Connection[];
  readonly #all: number;
  readonly #waiting: Waiting[] = [];
  #scheduled = false;
  #drained: (() => void) | undefined;

  constructor(connections: readonly Connection[]) {
    this.#idle = [...connections];
    this.#all = connections.length;
  }

  write(group: readonly Step[]): Promise<Outcome[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ group, resolve, reject });
      if (this.#scheduled) return;
      this.#scheduled = true;
      setImmediate(() => {
        this.#scheduled = false;
        this.#dispatch();
      });
    });
  }

  /** Resolves when nothing is waiting or under way. */
  async drain(): Promise<void> {
    if (this.#waiting.length === 0 && this.#idle.length === this.#all) return;
    await new Promise<void>((resolve) => {
      this.#drained = resolve;
    });
  }

  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const connection = this.#idle.pop();
      if (connection === undefined) return;
      const batch = this.#waiting.splice(0, largestBatch);
      void this.#run(connection, batch).finally(() => {
        this.#idle.push(connection);
        this.#dispatch();
        if (this.#waiting.length === 0 && this.#idle.length === this.#all) this.#drained?.();
      });
    }
  }

  async #run(connection: Connection, batch: readonly Waiting[]): Promise<void> {
    if (batch.length > 1) {
      try {
        const outcomes = await commitTogether(
          connection,
          batch.map(({ group }) => group),
        );
        for (const [at, { resolve }] of batch.entries()) resolve(outcomes[at] ?? []);
        return;
      } catch (error) {
        // After a lost connection nobody knows whether the commit happened; a second try could do it twice.
        if (!isAnswer(error)) {
          for (const { reject } of batch) reject(error);
          return;
        }
      }
    }
    for (const { group, resolve, reject } of batch)
      await commitAlone(connection, group).then(resolve, reject);
  }
}

async function commitAlone(connection: Connection, group: readonly Step[]): Promise<Outcome[]> {
  for (let tries = 1; ; tries += 1) {
    try {
      const [outcomes] = await commitTogether(connection, [group]);
      return outcomes ?? [];
    } catch (error) {
      if (tries === mostTries || !isConflict(error)) throw error instanceof Undone ? error.reason : error;
    }
  }
}

/** A group had a step that changed nothing and must. */
class Undone extends Error {
  readonly reason: Error;
  constructor(reason: Error) {
    super("A group was undone.");
    this.reason = reason;
  }
}

/** All of it on one session: after a lost connection, what is left to send must fail, and `commit` above all. */
async function commitTogether(
  connection: Connection,
  groups: readonly (readonly Step[])[],
): Promise<Outcome[][]> {
  const session = await connection.session();
  const steps = groups.flat();
  const [only] = steps;
  if (steps.length === 1 && only !== undefined) {
    // A statement alone is its own transaction; if nothing changed, nothing needs to be undone.
    const outcome = toOutcome(await session.run(only.query));
    refuseEmpty(only, outcome);
    return [[outcome]];
  }
  try {
    const [begun, ...answers] = await session.runAll([{ sql: "begin" }, ...steps.map(({ query }) => query)]);
    succeeded(begun);
    // In their order: a step that could not be done counts only when every guard before it held.
    const outcomes = steps.map((step, at) => {
      const outcome = toOutcome(succeeded(answers[at]));
      refuseEmpty(step, outcome);
      return outcome;
    });
    await session.run({ sql: "commit" });
    return groups.map((group) => outcomes.splice(0, group.length));
  } catch (error) {
    if (isAnswer(error)) await session.run({ sql: "rollback" });
    throw error;
  }
}

function succeeded(answer: PromiseSettledResult<QueryResult> | undefined): QueryResult {
  if (answer?.status === "fulfilled") return answer.value;
  throw answer === undefined ? new Error("A statement was not answered.") : answer.reason;
}

function refuseEmpty({ otherwise }: Step, outcome: Outcome): void {
  if (otherwise !== undefined && outcome.count === 0) throw new Undone(otherwise());
}

function toOutcome({ rowCount, rows }: QueryResult): Outcome {
  return { count: rowCount ?? 0, rows };
}

/** Whether PostgreSQL itself (or a guard of ours) said no, as against a connection that broke. */
function isAnswer(error: unknown): boolean {
  return error instanceof Undone || /^(?!08|57P)[0-9A-Z]{5}$/.test(codeOf(error));
}

/** Serialization failure or deadlock: the transaction was undone and may be tried again. */
function isConflict(error: unknown): boolean {
  return ["40001", "40P01"].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? "";
}
