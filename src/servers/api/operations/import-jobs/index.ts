import type { OperationHandlers } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { createImportJob } from "./create-import-job.ts";
import { getImportJob } from "./get-import-job.ts";
import { listImportJobs } from "./list-import-jobs.ts";

export function importJobsOperations(services: Services) {
  return {
    CreateImportJob: createImportJob(services),
    GetImportJob: getImportJob(services),
    ListImportJobs: listImportJobs(services),
  } satisfies OperationHandlers;
}
