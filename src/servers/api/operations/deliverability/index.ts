import type { OperationHandlers } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { createDeliverabilityTestReport } from "./create-deliverability-test-report.ts";
import { getBlacklistReports } from "./get-blacklist-reports.ts";
import { getDeliverabilityDashboardOptions } from "./get-deliverability-dashboard-options.ts";
import { getDeliverabilityTestReport } from "./get-deliverability-test-report.ts";
import { listDeliverabilityTestReports } from "./list-deliverability-test-reports.ts";

export function deliverabilityOperations(services: Services) {
  return {
    CreateDeliverabilityTestReport: createDeliverabilityTestReport(services),
    GetBlacklistReports: getBlacklistReports(services),
    GetDeliverabilityDashboardOptions: getDeliverabilityDashboardOptions(),
    GetDeliverabilityTestReport: getDeliverabilityTestReport(services),
    ListDeliverabilityTestReports: listDeliverabilityTestReports(services),
  } satisfies OperationHandlers;
}
