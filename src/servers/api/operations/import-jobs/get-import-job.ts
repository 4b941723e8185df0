import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { importJobSummary } from "./import-job-summary.ts";

export function getImportJob({ importJobs }: Pick<Services, "importJobs">): OperationHandler<"GetImportJob"> {
  return async ({ JobId }, { owner }) => {
    const job = await importJobs.get(owner, JobId);
    return {
      ...importJobSummary(job),
      ImportDataSource: { S3Url: job.source.url, DataFormat: job.source.format },
      ...(job.message === undefined ? {} : { FailureInfo: { ErrorMessage: job.message } }),
      ...(job.completedAt === undefined ? {} : { CompletedTimestamp: new Date(job.completedAt) }),
    };
  };
}
