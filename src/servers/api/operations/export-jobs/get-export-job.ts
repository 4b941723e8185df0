import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { exportJobSummary } from "./export-job-summary.ts";
import { writeSource } from "./write-source.ts";

export function getExportJob({ exportJobs }: Pick<Services, "exportJobs">): OperationHandler<"GetExportJob"> {
  return async ({ JobId }, { owner }) => {
    const job = await exportJobs.get(owner, JobId);
    const link = exportJobs.linkTo(job);
    return {
      ...exportJobSummary(job),
      ExportDataSource: writeSource(job.source),
      ExportDestination: { DataFormat: job.format, ...(link === undefined ? {} : { S3Url: link }) },
      Statistics: { ProcessedRecordsCount: job.processed, ExportedRecordsCount: job.exported },
      ...(job.message === undefined ? {} : { FailureInfo: { ErrorMessage: job.message } }),
    };
  };
}
