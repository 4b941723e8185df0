import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function putEmailIdentityFeedbackAttributes({
  identitySettings,
}: Pick<Services, "identitySettings">): OperationHandler<"PutEmailIdentityFeedbackAttributes"> {
  return async ({ EmailIdentity, EmailForwardingEnabled = false }, caller) => {
    await identitySettings.setFeedbackForwarding(caller, EmailIdentity, EmailForwardingEnabled);
    return {};
  };
}
