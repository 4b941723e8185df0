import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { readDelivery } from "./read-options.ts";

export function putConfigurationSetDeliveryOptions({
  configurationSets,
}: Pick<Services, "configurationSets">): OperationHandler<"PutConfigurationSetDeliveryOptions"> {
  return async ({ ConfigurationSetName, ...options }, { owner }) => {
    await configurationSets.putOptions(owner, ConfigurationSetName, readDelivery(options));
    return {};
  };
}
