import type { PlacementStatistics } from "#features/deliverability-tests/index.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { writeTags } from "#servers/api/operations/tags/tag-list.ts";
import { testReport } from "./test-report.ts";

export function getDeliverabilityTestReport({
  deliverabilityTests,
}: Pick<Services, "deliverabilityTests">): OperationHandler<"GetDeliverabilityTestReport"> {
  return async ({ ReportId }, { owner }) => {
    const { test, isUnderWay, overall, providers, message, tags } = await deliverabilityTests.get(
      owner,
      ReportId,
    );
    return {
      DeliverabilityTestReport: testReport(test, isUnderWay),
      OverallPlacement: shown(overall),
      IspPlacements: providers.map(({ provider, statistics }) => ({
        IspName: provider,
        PlacementStatistics: shown(statistics),
      })),
      ...(message === undefined ? {} : { Message: Buffer.from(message).toString("utf8") }),
      Tags: writeTags(tags),
    };
  };
}

/** Nothing is said of what nobody knows yet. */
function shown(statistics: PlacementStatistics | undefined) {
  if (statistics === undefined) return {};
  return {
    InboxPercentage: statistics.inbox,
    SpamPercentage: statistics.spam,
    MissingPercentage: statistics.missing,
    SpfPercentage: statistics.spf,
    DkimPercentage: statistics.dkim,
  };
}
