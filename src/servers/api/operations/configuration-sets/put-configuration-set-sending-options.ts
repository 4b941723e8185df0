import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function putConfigurationSetSendingOptions({
  configurationSets,
}: Pick<Services, "configurationSets">): OperationHandler<"PutConfigurationSetSendingOptions"> {
  return async ({ ConfigurationSetName, SendingEnabled = false }, { owner }) => {
    await configurationSets.putOptions(owner, ConfigurationSetName, { sendingEnabled: SendingEnabled });
    return {};
  };
}
