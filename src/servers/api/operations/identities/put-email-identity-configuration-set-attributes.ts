import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function putEmailIdentityConfigurationSetAttributes({
  identitySettings,
}: Pick<Services, "identitySettings">): OperationHandler<"PutEmailIdentityConfigurationSetAttributes"> {
  return async ({ EmailIdentity, ConfigurationSetName }, caller) => {
    await identitySettings.setConfigurationSet(caller, EmailIdentity, ConfigurationSetName);
    return {};
  };
}
