import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { writeDestination } from "./event-destination.ts";
import { writeTlsPolicy } from "./tls-policy.ts";

/** The set's name, and what else of it is asked for. */
export function describeConfigurationSet({
  configurationSets,
  eventDestinations,
}: Pick<Services, "configurationSets" | "eventDestinations">): OlderHandler<"DescribeConfigurationSet"> {
  return async ({ ConfigurationSetName, ConfigurationSetAttributeNames: asked = [] }, { owner }) => {
    const set = await configurationSets.get(owner, ConfigurationSetName);
    const destinations = asked.includes("eventDestinations")
      ? await eventDestinations.ofSet(owner, set.name)
      : undefined;
    return {
      ConfigurationSet: { Name: set.name },
      EventDestinations: destinations?.map(writeDestination),
      TrackingOptions:
        asked.includes("trackingOptions") && set.tracking !== undefined
          ? { CustomRedirectDomain: set.tracking.customRedirectDomain }
          : undefined,
      DeliveryOptions:
        asked.includes("deliveryOptions") && set.delivery?.tlsPolicy !== undefined
          ? { TlsPolicy: writeTlsPolicy(set.delivery.tlsPolicy) }
          : undefined,
      ReputationOptions: asked.includes("reputationOptions")
        ? { SendingEnabled: set.sendingEnabled, ReputationMetricsEnabled: set.reputationMetrics }
        : undefined,
    };
  };
}
