import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function setIdentityMailFromDomain({
  identitySettings,
}: Pick<Services, "identitySettings">): OlderHandler<"SetIdentityMailFromDomain"> {
  return async ({ Identity, MailFromDomain, BehaviorOnMXFailure }, { owner }) => {
    await identitySettings.setMailFrom(owner, Identity, {
      // An empty one clears it, as none does.
      domain: MailFromDomain === "" ? undefined : MailFromDomain,
      onMxFailure: BehaviorOnMXFailure === "RejectMessage" ? "REJECT_MESSAGE" : "USE_DEFAULT_VALUE",
    });
    return {};
  };
}
