import type { OperationHandlers } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { getBlacklistReports } from "./get-blacklist-reports.ts";

export function deliverabilityOperations(services: Services) {
  return { GetBlacklistReports: getBlacklistReports(services) } satisfies OperationHandlers;
}
