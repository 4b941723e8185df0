import type { CompiledQuery, Kysely } from "kysely";
import type { Announcement, Announcements } from "#platform/announcements.ts";
import type { Tables } from "./tables/index.ts";

/**
 * The storage port: two engines, one behaviour. Kysely builds and types the statements and never runs them;
 * an engine runs what was compiled.
 */
export interface Database extends AsyncDisposable {
  readonly engine: "sqlite" | "postgres";
  /** Builds statements in this engine's dialect. Calling `execute` on one of them throws. */
  readonly build: Kysely<Tables>;
  /** What was announced in groups, by this process and by all others that share the database. */
  readonly announcements: Announcements;
  /** Reads what has been committed, at once. */
  read<Row>(query: CompiledQuery<Row>): Promise<Row[]>;
  /** The same, for what looks at many rows: nothing else waits until it is done. */
  readAside<Row>(query: CompiledQuery<Row>): Promise<Row[]>;
  /**
   * Runs a group of statements that succeed together or leave nothing behind, and resolves once they are on disk, with one
   * outcome a statement. Many groups may share one commit. Not interactive: what a group depends on is said by `otherwise`.
   */
  write(group: readonly Step[]): Promise<Outcome[]>;
  /** A single statement that changes rows and returns them (`… returning`): a group of one. */
  change<Row>(query: CompiledQuery<Row>): Promise<Row[]>;
  /** Whether the engine answers; what `/readyz` asks. */
  ping(): Promise<void>;
}

export type Step = Statement | Announcement;

export interface Statement {
  readonly query: CompiledQuery<unknown>;
  /** When the statement changes (or, being a select, finds) no row, the group is undone and this error thrown. */
  readonly otherwise?: () => Error;
}

export interface Outcome {
  /** Rows changed, or found by a select. */
  readonly count: number;
  readonly rows: readonly unknown[];
}
