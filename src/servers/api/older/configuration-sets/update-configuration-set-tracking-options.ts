import type { OlderHandler } from "#servers/api/handler.ts";
import { refusedAs } from "#servers/api/older-refusal.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { noTrackingOptions } from "./no-tracking-options.ts";

/** The HTTPS policy, which the older API has no word for, stays as it is. */
export function updateConfigurationSetTrackingOptions({
  configurationSets,
}: Pick<Services, "configurationSets">): OlderHandler<"UpdateConfigurationSetTrackingOptions"> {
  return async ({ ConfigurationSetName, TrackingOptions: { CustomRedirectDomain = "" } }, { owner }) => {
    await refusedAs(
      noTrackingOptions,
      async () =>
        await configurationSets.changeRedirectDomain(owner, ConfigurationSetName, CustomRedirectDomain),
    );
    return {};
  };
}
