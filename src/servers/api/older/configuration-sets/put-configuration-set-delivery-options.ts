import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { readTlsPolicy } from "./tls-policy.ts";

/** What the older API has no words for, such as the pool, stays as it is. */
export function putConfigurationSetDeliveryOptions({
  configurationSets,
}: Pick<Services, "configurationSets">): OlderHandler<"PutConfigurationSetDeliveryOptions"> {
  return async ({ ConfigurationSetName, DeliveryOptions }, { owner }) => {
    await configurationSets.putTlsPolicy(
      owner,
      ConfigurationSetName,
      readTlsPolicy(DeliveryOptions?.TlsPolicy),
    );
    return {};
  };
}
