import type { OperationHandlers } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { getAccount } from "./get-account.ts";
import { putAccountDedicatedIpWarmupAttributes } from "./put-account-dedicated-ip-warmup-attributes.ts";
import { putAccountDeliveryAttributes } from "./put-account-delivery-attributes.ts";
import { putAccountDetails } from "./put-account-details.ts";
import { putAccountPricingAttributes } from "./put-account-pricing-attributes.ts";
import { putAccountSendingAttributes } from "./put-account-sending-attributes.ts";
import { putAccountSuppressionAttributes } from "./put-account-suppression-attributes.ts";
import { putAccountVdmAttributes } from "./put-account-vdm-attributes.ts";

export function accountOperations(services: Services) {
  return {
    GetAccount: getAccount(services),
    PutAccountDedicatedIpWarmupAttributes: putAccountDedicatedIpWarmupAttributes(services),
    PutAccountDeliveryAttributes: putAccountDeliveryAttributes(services),
    PutAccountDetails: putAccountDetails(services),
    PutAccountPricingAttributes: putAccountPricingAttributes(services),
    PutAccountSendingAttributes: putAccountSendingAttributes(services),
    PutAccountSuppressionAttributes: putAccountSuppressionAttributes(services),
    PutAccountVdmAttributes: putAccountVdmAttributes(services),
  } satisfies OperationHandlers;
}
