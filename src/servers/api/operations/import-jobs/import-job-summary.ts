import type { ImportDestination, ImportJob } from "#features/import-jobs/index.ts";

/** What a list of jobs and a job itself have in common. */
export function importJobSummary({ id, destination, status, createdAt, processed, failed }: ImportJob) {
  return {
    JobId: id,
    ImportDestination: importDestination(destination),
    JobStatus: status,
    CreatedTimestamp: new Date(createdAt),
    ProcessedRecordsCount: processed,
    FailedRecordsCount: failed,
  };
}

function importDestination(destination: ImportDestination) {
  return destination.type === "SUPPRESSION_LIST"
    ? { SuppressionListDestination: { SuppressionListImportAction: destination.action } }
    : {
        ContactListDestination: {
          ContactListName: destination.contactList,
          ContactListImportAction: destination.action,
        },
      };
}
