export interface ImportJobsTable {
  account: string;
  region: string;
  id: string;
  destination: "SUPPRESSION_LIST" | "CONTACT_LIST";
  action: "PUT" | "DELETE";
  /** Null: the destination is no contact list. */
  contact_list: string | null;
  /** `s3://bucket/key` */
  url: string;
  format: "CSV" | "JSON";
  status: "CREATED" | "PROCESSING" | "COMPLETED" | "FAILED";
  created_at: number;
  completed_at: number | null;
  processed: number;
  failed: number;
  /** What is wrong, with the job or with some of its records. */
  message: string | null;
  /** When it may be taken, or the end of the lease of who has; null once it has ended. */
  due_at: number | null;
  fence: number;
  attempts: number;
}
