/** What is counted, for an operator's graphs. Never whose it is: no account, name or address may be among it. */
export interface Measures {
  /** A request over HTTP; `operation` is SES's name for it, or the route it took. */
  answered(operation: string, status: number, seconds: number): void;
  /** What may come of a worker's items, before anything has: a count that first appears as 1 is no rise to who watches it. */
  mayEnd(worker: string, outcomes: readonly string[]): void;
  /** An item of work that ended; `outcome` is one of few words. */
  worked(worker: string, outcome: string, seconds: number): void;
  /** A statement, or a group of them, from the call until the engine's answer. */
  stored(kind: "read" | "write", outcome: "done" | "failed", seconds: number): void;
}
