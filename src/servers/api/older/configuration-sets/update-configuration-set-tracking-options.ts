import type { OlderHandler } from "#servers/api/handler.ts";
import { refusedAs } from "#servers/api/older-refusal.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { requireTracking } from "./require-tracking.ts";

/** The HTTPS policy, which the older API has no word for, stays as it is. */ export function updateConfigurationSetTrackingOptions({
  configurationSets,
}: Pick<Services, "configurationSets">): OlderHandler<"UpdateConfigurationSetTrackingOptions"> {
  return async ({ ConfigurationSetName, TrackingOptions: { CustomRedirectDomain = "" } }, { owner }) => {
    const set = await configurationSets.get(owner, ConfigurationSetName);
    requireTracking(set);
    const tracking = { customRedirectDomain: CustomRedirectDomain, httpsPolicy: set.tracking?.httpsPolicy };
    await refusedAs(
      { "bad-request": "InvalidTrackingOptions" },
      async () => await configurationSets.putOptions(owner, ConfigurationSetName, { tracking }),
    );
    return {};
  };
}
