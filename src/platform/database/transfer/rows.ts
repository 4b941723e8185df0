/** What moves between databases: tables of rows, in the order of their columns. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly Column[];
}

export interface Column {
  readonly name: string;
  readonly kind: "text" | "number" | "bytes";
}

export type Cell = string | number | null | Uint8Array;
export type Row = readonly Cell[];

/** A database as it was at one moment, however long reading it takes and whatever is written meanwhile. */
export interface Snapshot extends AsyncDisposable {
  /** The names of the migrations that made it what it is. */
  readonly migrations: readonly string[];
  readonly tables: readonly TableShape[];
  /** Some at a time, so that no more than some are in memory. */
  rows(table: TableShape): AsyncIterable<readonly Row[]>;
}

/** A database that takes everything or, unless it is committed, nothing. Nobody else writes to it meanwhile. */
export interface Target extends AsyncDisposable {
  readonly migrations: readonly string[];
  readonly tables: readonly TableShape[];
  insert(table: TableShape, rows: readonly Row[]): Promise<void>;
  count(table: TableShape): Promise<number>;
  commit(): Promise<void>;
}

/** The book that migrations keep: each database has its own. */
export const bookOfMigrations = "schema_migrations";

/** How many rows at once: rows with whole messages in them are up to 40 MB each. */
export function batchOf({ columns }: TableShape): number {
  return columns.some(({ kind }) => kind === "bytes") ? 8 : 250;
}
