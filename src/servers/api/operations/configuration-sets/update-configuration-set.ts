import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { readMessageSecurity } from "./read-options.ts";

export function updateConfigurationSet({
  configurationSets,
}: Pick<Services, "configurationSets">): OperationHandler<"UpdateConfigurationSet"> {
  return async ({ ConfigurationSetName, MessageSecurityOptions }, { owner }) => {
    await configurationSets.putOptions(
      owner,
      ConfigurationSetName,
      readMessageSecurity(MessageSecurityOptions),
    );
    return {};
  };
}
