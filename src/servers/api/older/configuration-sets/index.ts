import type { OlderHandlers } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { createConfigurationSet } from "./create-configuration-set.ts";
import { createConfigurationSetEventDestination } from "./create-configuration-set-event-destination.ts";
import { createConfigurationSetTrackingOptions } from "./create-configuration-set-tracking-options.ts";
import { deleteConfigurationSet } from "./delete-configuration-set.ts";
import { deleteConfigurationSetEventDestination } from "./delete-configuration-set-event-destination.ts";
import { deleteConfigurationSetTrackingOptions } from "./delete-configuration-set-tracking-options.ts";
import { describeConfigurationSet } from "./describe-configuration-set.ts";
import { listConfigurationSets } from "./list-configuration-sets.ts";
import { putConfigurationSetDeliveryOptions } from "./put-configuration-set-delivery-options.ts";
import { updateConfigurationSetEventDestination } from "./update-configuration-set-event-destination.ts";
import { updateConfigurationSetReputationMetricsEnabled } from "./update-configuration-set-reputation-metrics-enabled.ts";
import { updateConfigurationSetSendingEnabled } from "./update-configuration-set-sending-enabled.ts";
import { updateConfigurationSetTrackingOptions } from "./update-configuration-set-tracking-options.ts";

export function olderConfigurationSetCalls(services: Services) {
  return {
    CreateConfigurationSet: createConfigurationSet(services),
    CreateConfigurationSetEventDestination: createConfigurationSetEventDestination(services),
    CreateConfigurationSetTrackingOptions: createConfigurationSetTrackingOptions(services),
    DeleteConfigurationSet: deleteConfigurationSet(services),
    DeleteConfigurationSetEventDestination: deleteConfigurationSetEventDestination(services),
    DeleteConfigurationSetTrackingOptions: deleteConfigurationSetTrackingOptions(services),
    DescribeConfigurationSet: describeConfigurationSet(services),
    ListConfigurationSets: listConfigurationSets(services),
    PutConfigurationSetDeliveryOptions: putConfigurationSetDeliveryOptions(services),
    UpdateConfigurationSetEventDestination: updateConfigurationSetEventDestination(services),
    UpdateConfigurationSetReputationMetricsEnabled: updateConfigurationSetReputationMetricsEnabled(services),
    UpdateConfigurationSetSendingEnabled: updateConfigurationSetSendingEnabled(services),
    UpdateConfigurationSetTrackingOptions: updateConfigurationSetTrackingOptions(services),
  } satisfies OlderHandlers;
}
