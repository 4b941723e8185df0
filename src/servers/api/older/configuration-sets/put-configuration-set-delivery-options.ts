import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { readTlsPolicy } from "./tls-policy.ts";

/** What the older API has no words for, such as the pool, stays as it is. */
export function putConfigurationSetDeliveryOptions({
  configurationSets,
}: Pick<Services, "configurationSets">): OlderHandler<"PutConfigurationSetDeliveryOptions"> {
  return async ({ ConfigurationSetName, DeliveryOptions }, { owner }) => {
    const { delivery } = await configurationSets.get(owner, ConfigurationSetName);
    await configurationSets.putOptions(owner, ConfigurationSetName, {
      delivery: {
        sendingPool: delivery?.sendingPool,
        maxDeliverySeconds: delivery?.maxDeliverySeconds,
        tlsPolicy: readTlsPolicy(DeliveryOptions?.TlsPolicy),
      },
    });
    return {};
  };
}
