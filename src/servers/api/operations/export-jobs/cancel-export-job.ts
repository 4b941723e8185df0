import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function cancelExportJob({
  exportJobs,
}: Pick<Services, "exportJobs">): OperationHandler<"CancelExportJob"> {
  return async ({ JobId }, { owner }) => {
    await exportJobs.cancel(owner, JobId);
    return {};
  };
}
