import type { OperationHandlers } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { batchGetMetricData } from "./batch-get-metric-data.ts";
import { getEmailAddressInsights } from "./get-email-address-insights.ts";
import { getMessageInsights } from "./get-message-insights.ts";
import { listRecommendations } from "./list-recommendations.ts";

export function insightsOperations(services: Services) {
  return {
    BatchGetMetricData: batchGetMetricData(services),
    GetEmailAddressInsights: getEmailAddressInsights(services),
    GetMessageInsights: getMessageInsights(services),
    ListRecommendations: listRecommendations(services),
  } satisfies OperationHandlers;
}
