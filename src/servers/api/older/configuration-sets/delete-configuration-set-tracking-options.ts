import type { OlderHandler } from "#servers/api/handler.ts";
import { refusedAs } from "#servers/api/older-refusal.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { noTrackingOptions } from "./no-tracking-options.ts";

export function deleteConfigurationSetTrackingOptions({
  configurationSets,
}: Pick<Services, "configurationSets">): OlderHandler<"DeleteConfigurationSetTrackingOptions"> {
  return async ({ ConfigurationSetName }, { owner }) => {
    await refusedAs(
      noTrackingOptions,
      async () => await configurationSets.removeRedirectDomain(owner, ConfigurationSetName),
    );
    return {};
  };
}
