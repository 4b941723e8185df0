import type { OlderHandlers } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { getAccountSendingEnabled } from "./get-account-sending-enabled.ts";
import { getSendQuota } from "./get-send-quota.ts";
import { getSendStatistics } from "./get-send-statistics.ts";
import { updateAccountSendingEnabled } from "./update-account-sending-enabled.ts";

export function olderAccountCalls(services: Services) {
  return {
    GetAccountSendingEnabled: getAccountSendingEnabled(services),
    GetSendQuota: getSendQuota(services),
    GetSendStatistics: getSendStatistics(services),
    UpdateAccountSendingEnabled: updateAccountSendingEnabled(services),
  } satisfies OlderHandlers;
}
