// What travels between the process and its threads.
import type { FilesInPlace } from "./file-in-place.ts";

/** What the one that writes is started with. */
export interface WriterData {
  readonly file: string;
  /** As they were when the process opened them: a thread that starts later must find the same. */
  readonly files: FilesInPlace;
}

/** For the one that writes. Flat, for copying an object for every statement cost as much as running it: 5 µs a group of four statements, now 1.5. */
export interface Batch {
  /** Statements named so far are forgotten: numbers begin anew. */
  readonly startsAnew: boolean;
  /** Statements travel once and are named by number after. */
  readonly newStatements: readonly NewStatement[];
  /**
   * For each group how many statements it has, and then each one's number; its complement (`~`) says that the group is
   * undone when the statement changes or finds nothing.
   */
  readonly plan: Int32Array;
  /** Of all statements, one after the other. */
  readonly parameters: readonly unknown[];
}

export interface NewStatement {
  readonly number: number;
  readonly sql: string;
  readonly parameterCount: number;
}

export interface BatchAnswer {
  /** Rows changed or found by each statement of the batch. */
  readonly counts: Int32Array;
  /** What statements returned, by their place in the batch. */
  readonly rows: ReadonlyMap<number, readonly unknown[]>;
  /** Groups that left nothing behind, by their place in the batch; all others are on disk. */
  readonly failures: ReadonlyMap<number, GroupFailure>;
}

export type GroupFailure =
  | { readonly kind: "undone"; readonly failedStep: number }
  /** `trouble`: the disk did not take it, or the file is no longer there, which says nothing of the statements. */
  | { readonly kind: "error" | "trouble"; readonly message: string; readonly code: string };

/** For the one that reads what takes long. */
export interface SideQuestion {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

export type SideAnswer =
  | { readonly rows: object[] }
  | { readonly failure: string; readonly isTrouble: boolean };
