import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function setIdentityFeedbackForwardingEnabled({
  identitySettings,
}: Pick<Services, "identitySettings">): OlderHandler<"SetIdentityFeedbackForwardingEnabled"> {
  return async ({ Identity, ForwardingEnabled }, { owner }) => {
    await identitySettings.setFeedbackForwarding(owner, Identity, ForwardingEnabled);
    return {};
  };
}
