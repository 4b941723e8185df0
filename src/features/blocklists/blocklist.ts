/** A DNS blocklist that the operator chose. */
export interface Blocklist {
  /** What it is called in answers and logs. */
  readonly name: string;
  /** What it is asked under. A secret where it holds the key of a subscription. */
  readonly zone: string;
  readonly key: string | undefined;
}

/** What is known of one address on one list. */
export interface Standing {
  readonly address: string;
  readonly list: string;
  /** What was last answered, however long ago; undefined: nothing yet. */
  readonly verdict: "listed" | "clear" | undefined;
  /** Since when it has been seen there. */
  readonly listedAt: number | undefined;
  readonly description: string | undefined;
  /** Why the last question had no answer. */
  readonly trouble: string | undefined;
}
