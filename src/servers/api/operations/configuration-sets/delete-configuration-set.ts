import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function deleteConfigurationSet({
  configurationSets,
}: Pick<Services, "configurationSets">): OperationHandler<"DeleteConfigurationSet"> {
  return async ({ ConfigurationSetName }, { owner }) => {
    await configurationSets.remove(owner, ConfigurationSetName);
    return {};
  };
}
