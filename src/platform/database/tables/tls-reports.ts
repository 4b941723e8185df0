export interface TlsSessionsTable {
  /** Its first moment (ms), in UTC. */
  day: number;
  domain: string;
  /** Names the policy and the failure together. */
  outcome: string;
  /** JSON. */
  policy: string;
  /** JSON; null: they went well. */
  failure: string | null;
  n: number;
}

export interface TlsReportsTable {
  day: number;
  domain: string;
  /** When it is to be sent, or a lease ends; null: it was, or nobody asks for it. */
  due_at: number | null;
  fence: number;
  /** The places that have it, in JSON. */
  told: string;
}
