export interface ExportJobsTable {
  account: string;
  region: string;
  id: string;
  type: "METRICS_DATA" | "MESSAGE_INSIGHTS";
  /** What is to be exported, as JSON. */
  source: string;
  format: "CSV" | "JSON";
  status: "CREATED" | "PROCESSING" | "COMPLETED" | "FAILED" | "CANCELLED";
  created_at: number;
  completed_at: number | null;
  processed: number;
  exported: number;
  /** Of the file; null: there is none, not yet or no more. */
  bytes: number | null;
  /** Why it failed. */
  message: string | null;
  /** When it may be taken, or the end of the lease of who has; null once it has ended. */
  due_at: number | null;
  fence: number;
  attempts: number;
}

/** A piece of the file that a job writes. */
export interface ExportPartsTable {
  account: string;
  region: string;
  job_id: string;
  /** From 0. */
  number: number;
  content: Uint8Array;
}
