import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function deleteConfigurationSet({
  configurationSets,
}: Pick<Services, "configurationSets">): OlderHandler<"DeleteConfigurationSet"> {
  return async ({ ConfigurationSetName }, { owner }) => {
    await configurationSets.remove(owner, ConfigurationSetName);
    return {};
  };
}
