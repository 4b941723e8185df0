export interface RepeatedCallsTable {
  account: string;
  region: string;
  /** What the caller chose. */
  key: string;
  request_hash: Uint8Array;
  begun_at: number;
  /** Null while it is being worked out. */
  answer: string | null;
}
