import type { OlderHandler } from "#servers/api/handler.ts";
import { refusedAs } from "#servers/api/older-refusal.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function createConfigurationSetTrackingOptions({
  configurationSets,
}: Pick<Services, "configurationSets">): OlderHandler<"CreateConfigurationSetTrackingOptions"> {
  return async ({ ConfigurationSetName, TrackingOptions: { CustomRedirectDomain = "" } }, { owner }) => {
    await refusedAs(
      { "already-exists": "TrackingOptionsAlreadyExistsException" },
      async () =>
        await configurationSets.addRedirectDomain(owner, ConfigurationSetName, CustomRedirectDomain),
    );
    return {};
  };
}
