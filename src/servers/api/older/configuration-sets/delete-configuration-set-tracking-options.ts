import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { requireTracking } from "./require-tracking.ts";

export function deleteConfigurationSetTrackingOptions({
  configurationSets,
}: Pick<Services, "configurationSets">): OlderHandler<"DeleteConfigurationSetTrackingOptions"> {
  return async ({ ConfigurationSetName }, { owner }) => {
    requireTracking(await configurationSets.get(owner, ConfigurationSetName));
    await configurationSets.putOptions(owner, ConfigurationSetName, { tracking: undefined });
    return {};
  };
}
