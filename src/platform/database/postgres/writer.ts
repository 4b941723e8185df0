import type { QueryResult } from "pg";
import type { Outcome, Statement, Step } from "#platform/database/database.ts";
import { type Group, toGroup } from "#platform/database/group.ts";
import type { Announcer } from "./announcer.ts";
import type { Connection } from "./connection.ts";
import type { Session } from "./session.ts";
import { kindOf, OutOfReach, Patience, toUnavailable } from "./trouble.ts";

interface Waiting {
  readonly group: Group;
  readonly patience: Patience;
  readonly resolve: (outcomes: Outcome[]) => void;
  readonly reject: (error: unknown) => void;
}

const largestBatch = 64;
const mostTries = 5;

/**
 * Commits what gathered while its connections were busy: one transaction for many groups, in two round trips. When any
 * of them cannot be done, none was, and each is done again alone, so that one caller's mistake stays its own. What surely was not done
 * because PostgreSQL was out of reach is tried again for a while; what may have been done is not.
 */
export class Writer {
  readonly #idle: Connection[];
  readonly #all: number;
  readonly #announcer: Announcer;
  readonly #waiting: Waiting[] = [];
  #scheduled = false;
  #drained: (() => void) | undefined;

  constructor(connections: readonly Connection[], announcer: Announcer) {
    this.#idle = [...connections];
    this.#all = connections.length;
    this.#announcer = announcer;
  }

  write(steps: readonly Step[]): Promise<Outcome[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ group: toGroup(steps), patience: new Patience(), resolve, reject });
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
    this.#idle.sort((one, other) => other.cost - one.cost);
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
        const outcomes = await this.#commit(
          connection,
          batch.map(({ group }) => group),
        );
        for (const [at, { resolve }] of batch.entries()) resolve(outcomes[at] ?? []);
        return;
      } catch (error) {
        if (error instanceof OutOfReach) return await this.#putBack(batch, error);
        if (error instanceof InDoubt) {
          for (const { reject } of batch) reject(toUnavailable(error.cause));
          return;
        }
      }
    }
    for (const one of batch) await this.#runAlone(connection, one);
  }

  async #runAlone(connection: Connection, one: Waiting): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        const [outcomes = []] = await this.#commit(connection, [one.group]);
        return one.resolve(outcomes);
      } catch (error) {
        if (error instanceof OutOfReach) return await this.#putBack([one], error);
        if (error instanceof InDoubt) return one.reject(toUnavailable(error.cause));
        if (error instanceof Undone) return one.reject(error.reason);
        const kind = kindOf(error);
        if (kind === "answer") return one.reject(error);
        if (kind === "trouble" || tries === mostTries) return one.reject(toUnavailable(error));
      }
    }
  }

  /** They wait on for as long as they have patience; the others in line are asked whether they still have. */
  async #putBack(batch: readonly Waiting[], error: OutOfReach): Promise<void> {
    const [first] = batch;
    this.#waiting.unshift(...batch);
    for (const { reject } of take(this.#waiting, ({ patience }) => patience.isOver))
      reject(toUnavailable(error));
    await first?.patience.pause();
  }

  async #commit(connection: Connection, groups: readonly Group[]): Promise<Outcome[][]> {
    const telling = this.#announcer.tell(groups.flatMap(({ announcements }) => announcements));
    const outcomes = await commitTogether(
      await connection.session(),
      groups.map(({ statements }) => statements),
      telling.statement,
    );
    telling.committed();
    return outcomes;
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

/** The connection was lost while it committed. Nobody knows whether it did, and a second try could do it twice. */
class InDoubt extends Error {
  constructor(cause: unknown) {
    super("Nobody knows whether a transaction was committed.", { cause });
  }
}

/**
 * All of it on one session: after a lost connection, what is left to send must fail, and `commit` above all. Throws `OutOfReach` where
 * the connection was lost before that, and else `InDoubt`.
 */
async function commitTogether(
  session: Session,
  groups: readonly (readonly Statement[])[],
  last: Statement | undefined,
): Promise<Outcome[][]> {
  const statements = last === undefined ? groups.flat() : [...groups.flat(), last];
  const [only] = statements;
  if (only === undefined) return groups.map(() => []);
  if (statements.length === 1) {
    // A statement alone is its own transaction; if nothing changed, nothing needs to be undone.
    const outcome = toOutcome(await session.run(only.query).catch(throwInDoubt));
    refuseEmpty(only, outcome);
    return groups.map((group) => (group.length === 0 ? [] : [outcome]));
  }
  let outcomes: Outcome[];
  try {
    const [begun, ...answers] = await session.runAll([
      { sql: "begin" },
      ...statements.map(({ query }) => query),
    ]);
    succeeded(begun);
    // In their order: a step that could not be done counts only when every guard before it held.
    outcomes = statements.map((statement, at) => {
      const outcome = toOutcome(succeeded(answers[at]));
      refuseEmpty(statement, outcome);
      return outcome;
    });
  } catch (error) {
    const isUndone = await session.run({ sql: "rollback" }).then(
      () => true,
      () => false,
    );
    // The server undoes what a lost connection leaves behind.
    throw isTrouble(error) && !isUndone ? new OutOfReach(error) : error;
  }
  await session.run({ sql: "commit" }).catch(throwInDoubt);
  return groups.map((group) => outcomes.splice(0, group.length));
}

function throwInDoubt(error: unknown): never {
  throw isTrouble(error) ? new InDoubt(error) : error;
}

function succeeded(answer: PromiseSettledResult<QueryResult> | undefined): QueryResult {
  if (answer?.status === "fulfilled") return answer.value;
  throw answer === undefined ? new Error("A statement was not answered.") : answer.reason;
}

function refuseEmpty({ otherwise }: Statement, outcome: Outcome): void {
  if (otherwise !== undefined && outcome.count === 0) throw new Undone(otherwise());
}

function isTrouble(error: unknown): boolean {
  return !(error instanceof Undone) && kindOf(error) === "trouble";
}

function toOutcome({ rowCount, rows }: QueryResult): Outcome {
  return { count: rowCount ?? 0, rows };
}

/** Takes those out of a list that are so. */
function take<Item>(list: Item[], isSo: (item: Item) => boolean): Item[] {
  const taken = list.filter(isSo);
  const left = list.filter((item) => !isSo(item));
  list.splice(0, list.length, ...left);
  return taken;
}
