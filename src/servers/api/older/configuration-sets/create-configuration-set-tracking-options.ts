import type { OlderHandler } from "#servers/api/handler.ts";
import { refusedAs } from "#servers/api/older-refusal.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { requireNoTracking } from "./require-tracking.ts";

export function createConfigurationSetTrackingOptions({
  configurationSets,
}: Pick<Services, "configurationSets">): OlderHandler<"CreateConfigurationSetTrackingOptions"> {
  return async ({ ConfigurationSetName, TrackingOptions: { CustomRedirectDomain = "" } }, { owner }) => {
    const set = await configurationSets.get(owner, ConfigurationSetName);
    requireNoTracking(set);
    const tracking = { customRedirectDomain: CustomRedirectDomain, httpsPolicy: undefined };
    await refusedAs(
      { "bad-request": "InvalidTrackingOptions" },
      async () => await configurationSets.putOptions(owner, ConfigurationSetName, { tracking }),
    );
    return {};
  };
}
