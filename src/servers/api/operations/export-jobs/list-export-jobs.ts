import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { exportJobSummary } from "./export-job-summary.ts";

export function listExportJobs({
  exportJobs,
}: Pick<Services, "exportJobs">): OperationHandler<"ListExportJobs"> {
  return async ({ ExportSourceType, JobStatus, PageSize, NextToken }, { owner }) => {
    const among = { type: ExportSourceType, status: JobStatus };
    const page = { size: PageSize, token: NextToken };
    const { items, nextToken } = await exportJobs.list(owner, among, page);
    return {
      ExportJobs: items.map(exportJobSummary),
      ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    };
  };
}
