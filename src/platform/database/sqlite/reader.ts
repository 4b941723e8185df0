import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from "node:sqlite";
import { DatabaseClosed } from "#platform/database/closed.ts";

interface Prepared {
  readonly statement: StatementSync;
  readonly columns: readonly string[];
}

/** Statements come from our own code and are few; one built with a list of any length must not fill the memory. */
const mostPreparedStatements = 500;

/**
 * Reads on a connection of its own. All reads of one turn of the event loop share a snapshot, unless something is committed
 * in between: to lock and unlock the file for each costs a fifth of a small read.
 */
export class Reader implements Disposable {
  readonly #database: DatabaseSync;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #prepared = new Map<string, Prepared>();
  readonly #endSnapshot = () => this.refresh();
  #hasSnapshot = false;

  constructor(file: string) {
    this.#database = new DatabaseSync(file, { readOnly: true, timeout: 10_000 });
    this.#begin = this.#database.prepare("begin");
    this.#commit = this.#database.prepare("commit");
  }

  read(sql: string, parameters: readonly unknown[]): object[] {
    this.#takeSnapshot();
    const { statement, columns } = this.#prepare(sql);
    // As arrays: an object of node:sqlite's costs a string for every name of a column, in every row.
    const rows = statement.all(...(parameters as SQLInputValue[])) as unknown as SQLOutputValue[][];
    return rows.map((values) => toObject(columns, values));
  }

  /** What was committed before is seen by every read after. */
  refresh(): void {
    if (!this.#hasSnapshot) return;
    this.#hasSnapshot = false;
    // A read that found the disk full, for want of room to sort in, has ended it already.
    if (this.#database.isTransaction) this.#commit.run();
  }

  [Symbol.dispose](): void {
    this.refresh();
    this.#database.close();
  }

  #takeSnapshot(): void {
    if (this.#hasSnapshot) return;
    if (!this.#database.isOpen) throw new DatabaseClosed();
    this.#begin.run();
    this.#hasSnapshot = true;
    setImmediate(this.#endSnapshot);
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    statement.setReturnArrays(true);
    const fresh = { statement, columns: statement.columns().map(({ name }) => name) };
    if (this.#prepared.size < mostPreparedStatements) this.#prepared.set(sql, fresh);
    return fresh;
  }
}

function toObject(columns: readonly string[], values: readonly SQLOutputValue[]): object {
  const object: Record<string, SQLOutputValue | undefined> = {};
  for (let at = 0; at < columns.length; at += 1) object[columns[at] ?? ""] = values[at];
  return object;
}
