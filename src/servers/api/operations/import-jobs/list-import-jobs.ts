import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { importJobSummary } from "./import-job-summary.ts";

export function listImportJobs({
  importJobs,
}: Pick<Services, "importJobs">): OperationHandler<"ListImportJobs"> {
  return async ({ ImportDestinationType, PageSize, NextToken }, { owner }) => {
    const page = { size: PageSize, token: NextToken };
    const { items, nextToken } = await importJobs.list(owner, ImportDestinationType, page);
    return {
      ImportJobs: items.map(importJobSummary),
      ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    };
  };
}
