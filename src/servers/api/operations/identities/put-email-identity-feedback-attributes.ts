import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function putEmailIdentityFeedbackAttributes({
  identitySettings,
}: Pick<Services, "identitySettings">): OperationHandler<"PutEmailIdentityFeedbackAttributes"> {
  return async ({ EmailIdentity, EmailForwardingEnabled = false }, { owner }) => {
    await identitySettings.setFeedbackForwarding(owner, EmailIdentity, EmailForwardingEnabled);
    return {};
  };
}
