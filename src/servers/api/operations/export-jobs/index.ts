import type { OperationHandlers } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { cancelExportJob } from "./cancel-export-job.ts";
import { createExportJob } from "./create-export-job.ts";
import { getExportJob } from "./get-export-job.ts";
import { listExportJobs } from "./list-export-jobs.ts";

export function exportJobsOperations(services: Services) {
  return {
    CreateExportJob: createExportJob(services),
    GetExportJob: getExportJob(services),
    ListExportJobs: listExportJobs(services),
    CancelExportJob: cancelExportJob(services),
  } satisfies OperationHandlers;
}
