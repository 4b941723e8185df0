import type { Owner } from "#platform/owner.ts";

export type ImportAction = "PUT" | "DELETE";

export type ImportDestination =
  | { readonly type: "SUPPRESSION_LIST"; readonly action: ImportAction }
  | { readonly type: "CONTACT_LIST"; readonly action: ImportAction; readonly contactList: string };

export interface ImportSource {
  /** `s3://bucket/key` */
  readonly url: string;
  readonly format: "CSV" | "JSON";
}

export interface ImportJob {
  readonly owner: Owner;
  readonly id: string;
  readonly destination: ImportDestination;
  readonly source: ImportSource;
  readonly status: "CREATED" | "PROCESSING" | "COMPLETED" | "FAILED";
  readonly createdAt: number;
  readonly completedAt: number | undefined;
  /** Records that were read, those that failed included. */
  readonly processed: number;
  readonly failed: number;
  /** What is wrong, with the job or with some of its records. */
  readonly message: string | undefined;
}

/** A job under a lease: only its holder, naming the fence, can go on with it. */
export interface ClaimedImport extends ImportJob {
  readonly fence: number;
  /** How many times it has been claimed, this time included. */
  readonly attempts: number;
}
