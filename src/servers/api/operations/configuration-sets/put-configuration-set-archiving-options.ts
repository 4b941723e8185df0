import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function putConfigurationSetArchivingOptions({
  configurationSets,
}: Pick<Services, "configurationSets">): OperationHandler<"PutConfigurationSetArchivingOptions"> {
  return async ({ ConfigurationSetName, ArchiveArn }, { owner }) => {
    await configurationSets.putOptions(owner, ConfigurationSetName, { archiveArn: ArchiveArn });
    return {};
  };
}
