import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { readTracking } from "./read-options.ts";

export function putConfigurationSetTrackingOptions({
  configurationSets,
}: Pick<Services, "configurationSets">): OperationHandler<"PutConfigurationSetTrackingOptions"> {
  return async ({ ConfigurationSetName, ...options }, { owner }) => {
    await configurationSets.putOptions(owner, ConfigurationSetName, { tracking: readTracking(options) });
    return {};
  };
}
