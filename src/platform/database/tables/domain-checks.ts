/** A check that is due, or will be: work that any process may claim. */
export interface DomainChecksTable {
  account: string;
  region: string;
  identity: string;
  subject: "dkim" | "mail-from";
  due_at: number;
  /** Read by nobody. */
  attempts: number;
  /** Checks in a row that did not find the record: one lost answer is no verdict. */
  misses: number;
  claimed_until: number;
  /** Goes up with every claim; what was claimed under an older number cannot be completed any more. */
  fence: number;
}

export interface EvidenceTable {
  id: string;
  account: string;
  region: string;
  identity: string;
  subject: "dkim" | "mail-from";
  /** When what it saw was seen first, and when last. */
  first_seen_at: number;
  checked_at: number;
  verdict: string;
  /** Two checks with the same one saw the same. */
  fingerprint: string;
  evidence: string;
}
