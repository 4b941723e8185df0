import type { OperationHandlers } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { getMessageInsights } from "./get-message-insights.ts";

export function insightsOperations(services: Services) {
  return {
    GetMessageInsights: getMessageInsights(services),
  } satisfies OperationHandlers;
}
