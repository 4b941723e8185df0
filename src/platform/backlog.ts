/** What a queue holds. Beyond `mostCounted` it is not counted on: how old the oldest is says more then. */
export interface Backlog {
  /** Not done yet: due, retried later, or under a lease. */
  readonly waiting: number;
  /** Of these, due and taken by nobody. */
  readonly due: number;
  /** When the one that has been due for longest fell due, or when the next one will. */
  readonly earliestDueAt: number | undefined;
}

export const mostCounted = 100_000;
