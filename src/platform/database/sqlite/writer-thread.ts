// The one writer of the SQLite file. Commits everything that one message brought in a single transaction: with
// `synchronous = full` the flush is what costs, and the batch shares it.
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";
import { FileReplaced, requireInPlace } from "./file-in-place.ts";
import type { Batch, BatchAnswer, GroupFailure, NewStatement, WriterData } from "./messages.ts";
import { isBusy, isTrouble } from "./trouble.ts";

const { file, files } = workerData as WriterData;
const database = new DatabaseSync(file, { timeout: 1_000 });
// Checkpoints have a thread of their own, off the path of a waiting caller.
database.exec("pragma synchronous = full; pragma wal_autocheckpoint = 0");

const statements = new Map<
  number,
  NewStatement & { prepared?: { run: StatementSync; returnsRows: boolean } }
>();
const beginning = database.prepare("begin immediate");
const commit = database.prepare("commit");
const rollback = database.prepare("rollback");
const savepoint = database.prepare("savepoint one_group");
const release = database.prepare("release one_group");
const undo = database.prepare("rollback to one_group");

interface Step {
  readonly statement: number;
  readonly parameters: SQLInputValue[];
  /** Undo the group when this step changes or finds nothing. */
  readonly mustCount: boolean;
}

type Group = readonly Step[];

parentPort?.on("message", (batch: Batch | "close") => {
  if (batch === "close") {
    database.close();
    parentPort?.close();
    return;
  }
  parentPort?.postMessage(runBatch(batch));
});

function runBatch(batch: Batch): BatchAnswer {
  if (batch.startsAnew) statements.clear();
  for (const statement of batch.newStatements) statements.set(statement.number, statement);
  const groups = readGroups(batch);
  try {
    requireInPlace(files);
    return runTogether(groups) ?? runApart(groups);
  } catch (error) {
    if (database.isTransaction) rollback.run();
    const failures = new Map(groups.map((_, at) => [at, failureOf(error)]));
    return { counts: new Int32Array(), rows: new Map(), failures };
  }
}

function readGroups({ plan, parameters }: Batch): Group[] {
  const groups: Group[] = [];
  let taken = 0;
  for (let at = 0; at < plan.length; ) {
    const size = plan[at++] ?? 0;
    const group = Array.from(plan.subarray(at, at + size), (number): Step => {
      const statement = number < 0 ? ~number : number;
      const until = taken + (statements.get(statement)?.parameterCount ?? 0);
      const own = parameters.slice(taken, until) as SQLInputValue[];
      taken = until;
      return { statement, parameters: own, mustCount: number < 0 };
    });
    groups.push(group);
    at += size;
  }
  return groups;
}

/**
 * Nobody else writes, but while the log is begun anew the thread of the checkpoints has the file: on a disk that is busy with other things,
 * for longer than any time-out that is short enough to notice.
 */
function begin(): void {
  for (let tries = 1; ; tries += 1) {
    try {
      beginning.run();
      return;
    } catch (error) {
      if (!isBusy(error) || tries === mostTries) throw error;
    }
  }
}

/** As if no group were to fail, which is the rule. If one does, nothing has been done; undefined. */
function runTogether(groups: readonly Group[]): BatchAnswer | undefined {
  const answer = newAnswer(groups);
  let done = 0;
  begin();
  for (const group of groups) {
    const failure = runGroup(group, done, answer);
    if (failure !== undefined) {
      rollback.run();
      return undefined;
    }
    done += group.length;
  }
  commit.run();
  return answer;
}

/** Each under a savepoint, which costs a copy of every page that it touches (a sixth of the whole). */
function runApart(groups: readonly Group[]): BatchAnswer {
  const answer = newAnswer(groups);
  let done = 0;
  begin();
  groups.forEach((group, at) => {
    savepoint.run();
    const failure = runGroup(group, done, answer);
    if (failure !== undefined) {
      answer.failures.set(at, failure);
      undo.run();
    }
    release.run();
    done += group.length;
  });
  commit.run();
  return answer;
}

function newAnswer(groups: readonly Group[]) {
  return {
    counts: new Int32Array(groups.reduce((sum, { length }) => sum + length, 0)),
    rows: new Map<number, readonly unknown[]>(),
    failures: new Map<number, GroupFailure>(),
  };
}

/** @param from the place of the group's first statement in the batch. */
function runGroup(
  group: Group,
  from: number,
  { counts, rows }: ReturnType<typeof newAnswer>,
): GroupFailure | undefined {
  try {
    for (const [at, { statement, parameters, mustCount }] of group.entries()) {
      const { run, returnsRows } = prepare(statement);
      let count: number;
      if (returnsRows) {
        const found = run.all(...parameters);
        count = found.length;
        rows.set(
          from + at,
          found.map((row) => ({ ...row })),
        );
      } else {
        count = Number(run.run(...parameters).changes);
      }
      if (mustCount && count === 0) return { kind: "undone", failedStep: at };
      counts[from + at] = count;
    }
    return undefined;
  } catch (error) {
    // A full disk or an I/O error may have ended the whole transaction; then the batch has failed, not the group.
    if (!database.isTransaction) throw error;
    return failureOf(error);
  }
}

/** When it is first used, so that a statement that is wrong fails the group that uses it and no other. */
function prepare(number: number) {
  const statement = statements.get(number);
  if (statement === undefined) throw new Error(`A statement that nobody told: ${number}.`);
  if (statement.prepared === undefined) {
    const run = database.prepare(statement.sql);
    statement.prepared = { run, returnsRows: run.columns().length > 0 };
  }
  return statement.prepared;
}

/** Of a second each. */
const mostTries = 60;

function failureOf(error: unknown): GroupFailure {
  const { message, code } = error as { message?: string; code?: string };
  const kind = error instanceof FileReplaced || isTrouble(error) ? "trouble" : "error";
  return { kind, message: message ?? String(error), code: code ?? "ERR_SQLITE_ERROR" };
}
