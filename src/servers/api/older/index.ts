import type { OlderHandlers } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { olderAccountCalls } from "./account/index.ts";
import { olderConfigurationSetCalls } from "./configuration-sets/index.ts";
import { olderCustomVerificationCalls } from "./custom-verification/index.ts";
import { olderIdentityCalls } from "./identities/index.ts";
import { olderSendingCalls } from "./sending/index.ts";
import { olderTemplateCalls } from "./templates/index.ts";

/** What is answered of SES's older API (2010-12-01): other words for what the operations do. */
export function olderHandlers(services: Services) {
  return {
    ...olderAccountCalls(services),
    ...olderConfigurationSetCalls(services),
    ...olderCustomVerificationCalls(services),
    ...olderIdentityCalls(services),
    ...olderSendingCalls(services),
    ...olderTemplateCalls(services),
  } satisfies OlderHandlers;
}
