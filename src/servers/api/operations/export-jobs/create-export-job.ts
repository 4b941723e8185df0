import { CallerError } from "#platform/errors.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { readSource } from "./read-source.ts";

export function createExportJob({
  exportJobs,
}: Pick<Services, "exportJobs">): OperationHandler<"CreateExportJob"> {
  return async ({ ExportDataSource, ExportDestination }, { owner }) => {
    if (ExportDestination.S3Url !== undefined) {
      const message = "It is set by the service, and shown by GetExportJob once there is a file.";
      const path = "ExportDestination.S3Url";
      throw new CallerError("bad-request", `${path} cannot be given: ${message}`, [{ path, message }]);
    }
    const source = readSource(ExportDataSource);
    const { id } = await exportJobs.create(owner, source, ExportDestination.DataFormat);
    return { JobId: id };
  };
}
