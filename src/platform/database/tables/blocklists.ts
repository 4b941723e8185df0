export interface BlocklistChecksTable {
  address: string;
  /** As it is shown: without the key that it may be asked with. */
  list: string;
  /** Who has the address says so again and again. */
  wanted_until: number;
  due_at: number;
  fence: number;
  /** What was last answered; null: nothing yet. */
  verdict: "listed" | "clear" | null;
  /** Since when it has been seen there; null unless listed. */
  listed_at: number | null;
  description: string | null;
  answered_at: number | null;
  /** Why the last question had no answer; null: it had one. */
  trouble: string | null;
}
