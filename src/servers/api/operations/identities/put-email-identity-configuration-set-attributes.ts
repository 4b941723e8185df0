import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function putEmailIdentityConfigurationSetAttributes({
  identitySettings,
}: Pick<Services, "identitySettings">): OperationHandler<"PutEmailIdentityConfigurationSetAttributes"> {
  return async ({ EmailIdentity, ConfigurationSetName }, { owner }) => {
    await identitySettings.setConfigurationSet(owner, EmailIdentity, ConfigurationSetName);
    return {};
  };
}
