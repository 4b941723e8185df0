import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function putConfigurationSetReputationOptions({
  configurationSets,
}: Pick<Services, "configurationSets">): OperationHandler<"PutConfigurationSetReputationOptions"> {
  return async ({ ConfigurationSetName, ReputationMetricsEnabled = false }, { owner }) => {
    await configurationSets.putOptions(owner, ConfigurationSetName, {
      reputationMetrics: ReputationMetricsEnabled,
    });
    return {};
  };
}
