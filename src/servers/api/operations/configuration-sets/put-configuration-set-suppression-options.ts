import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { readSuppression } from "./read-options.ts";

export function putConfigurationSetSuppressionOptions({
  configurationSets,
}: Pick<Services, "configurationSets">): OperationHandler<"PutConfigurationSetSuppressionOptions"> {
  return async ({ ConfigurationSetName, ...options }, { owner }) => {
    await configurationSets.putOptions(owner, ConfigurationSetName, {
      suppression: readSuppression(options),
    });
    return {};
  };
}
