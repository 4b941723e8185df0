import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function updateConfigurationSetReputationMetricsEnabled({
  configurationSets,
}: Pick<Services, "configurationSets">): OlderHandler<"UpdateConfigurationSetReputationMetricsEnabled"> {
  return async ({ ConfigurationSetName, Enabled }, { owner }) => {
    await configurationSets.putOptions(owner, ConfigurationSetName, { reputationMetrics: Enabled });
    return {};
  };
}
