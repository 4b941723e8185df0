import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function updateConfigurationSetSendingEnabled({
  configurationSets,
}: Pick<Services, "configurationSets">): OlderHandler<"UpdateConfigurationSetSendingEnabled"> {
  return async ({ ConfigurationSetName, Enabled }, { owner }) => {
    await configurationSets.putOptions(owner, ConfigurationSetName, { sendingEnabled: Enabled });
    return {};
  };
}
