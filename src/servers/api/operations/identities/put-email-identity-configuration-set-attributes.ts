import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function putEmailIdentityConfigurationSetAttributes({
  identitySettings,
}: Pick<Services, "identitySettings">): OperationHandler<"PutEmailIdentityConfigurationSetAttributes"> {
  return async ({ EmailIdentity, ConfigurationSetName }, { owner }) => {
    // An empty one clears it, as none does.
    const set = ConfigurationSetName === "" ? undefined : ConfigurationSetName;
    await identitySettings.setConfigurationSet(owner, EmailIdentity, set);
    return {};
  };
}
