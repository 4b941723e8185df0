// The one writer of the SQLite file. Commits everything that one message brought, group by group under savepoints, in
// a single transaction: with `synchronous = full` the flush is what costs, and the batch shares it.
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";
import type { BatchRequest, GroupAnswer, GroupRequest, StepAnswer, StepRequest } from "./messages.ts";

const database = new DatabaseSync(workerData as string, { timeout: 10_000 });
// Checkpoints have a thread of their own, off the path of a waiting caller.
database.exec("pragma synchronous = full; pragma wal_autocheckpoint = 0");

const texts = new Map<number, string>();
const statements = new Map<number, { prepared: StatementSync; returnsRows: boolean }>();
const begin = database.prepare("begin immediate");
const commit = database.prepare("commit");
const savepoint = database.prepare("savepoint one_group");
const release = database.prepare("release one_group");
const undo = database.prepare("rollback to one_group");

parentPort?.on("message", (batch: BatchRequest | "close") => {
  if (batch === "close") {
    database.close();
    parentPort?.close();
    return;
  }
  parentPort?.postMessage(runBatch(batch));
});

function runBatch({ newStatements, groups }: BatchRequest): GroupAnswer[] {
  try {
    for (const { number, sql } of newStatements) texts.set(number, sql);
    begin.run();
    const answers = groups.map(runGroup);
    commit.run();
    return answers;
  } catch (error) {
    if (database.isTransaction) database.exec("rollback");
    return groups.map(({ id }) => failure(id, error));
  }
}

function runGroup({ id, steps }: GroupRequest): GroupAnswer {
  savepoint.run();
  try {
    const done: StepAnswer[] = [];
    for (const step of steps) {
      const answer = runStep(step);
      if (step.mustCount && answer.count === 0) {
        undo.run();
        release.run();
        return { id, outcome: "undone", failedStep: done.length };
      }
      done.push(answer);
    }
    release.run();
    return { id, outcome: "done", steps: done };
  } catch (error) {
    // A full disk or an I/O error may have ended the whole transaction; then the batch has failed, not the group.
    if (!database.isTransaction) throw error;
    undo.run();
    release.run();
    return failure(id, error);
  }
}

function runStep({ statement, parameters }: StepRequest): StepAnswer {
  const { prepared, returnsRows } = prepare(statement);
  const values = parameters as SQLInputValue[];
  if (returnsRows) {
    const rows = prepared.all(...values);
    return { count: rows.length, rows: rows.map((row) => ({ ...row })) };
  }
  return { count: Number(prepared.run(...values).changes), rows: [] };
}

/** When it is first used, so that a statement that is wrong fails the group that uses it and no other. */
function prepare(statement: number) {
  const known = statements.get(statement);
  if (known !== undefined) return known;
  const prepared = database.prepare(texts.get(statement) ?? "");
  const entry = { prepared, returnsRows: prepared.columns().length > 0 };
  statements.set(statement, entry);
  return entry;
}

function failure(id: number, error: unknown): GroupAnswer {
  const { message, code } = error as { message?: string; code?: string };
  return { id, outcome: "error", message: message ?? String(error), code: code ?? "ERR_SQLITE_ERROR" };
}
