import type { ExportJob } from "#features/export-jobs/index.ts";

/** What a list of jobs and a job itself have in common. */
export function exportJobSummary({ id, source, status, createdAt, completedAt }: ExportJob) {
  return {
    JobId: id,
    ExportSourceType: source.type,
    JobStatus: status,
    CreatedTimestamp: new Date(createdAt),
    ...(completedAt === undefined ? {} : { CompletedTimestamp: new Date(completedAt) }),
  };
}
