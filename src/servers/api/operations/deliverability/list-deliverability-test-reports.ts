import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { testReport } from "./test-report.ts";

export function listDeliverabilityTestReports({
  deliverabilityTests,
}: Pick<Services, "deliverabilityTests">): OperationHandler<"ListDeliverabilityTestReports"> {
  return async ({ PageSize, NextToken }, { owner }) => {
    const { items, nextToken } = await deliverabilityTests.list(owner, { size: PageSize, token: NextToken });
    return {
      DeliverabilityTestReports: items.map(({ test, isUnderWay }) => testReport(test, isUnderWay)),
      ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    };
  };
}
