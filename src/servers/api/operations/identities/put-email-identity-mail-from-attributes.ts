import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function putEmailIdentityMailFromAttributes({
  identitySettings,
}: Pick<Services, "identitySettings">): OperationHandler<"PutEmailIdentityMailFromAttributes"> {
  return async ({ EmailIdentity, MailFromDomain, BehaviorOnMxFailure = "USE_DEFAULT_VALUE" }, { owner }) => {
    await identitySettings.setMailFrom(owner, EmailIdentity, {
      // An empty one clears it, as none does.
      domain: MailFromDomain === "" ? undefined : MailFromDomain,
      onMxFailure: BehaviorOnMxFailure,
    });
    return {};
  };
}
