import type { OperationHandlers } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { createConfigurationSetEventDestination } from "./create-configuration-set-event-destination.ts";
import { deleteConfigurationSetEventDestination } from "./delete-configuration-set-event-destination.ts";
import { getConfigurationSetEventDestinations } from "./get-configuration-set-event-destinations.ts";
import { updateConfigurationSetEventDestination } from "./update-configuration-set-event-destination.ts";

export function eventDestinationsOperations(services: Services) {
  return {
    CreateConfigurationSetEventDestination: createConfigurationSetEventDestination(services),
    DeleteConfigurationSetEventDestination: deleteConfigurationSetEventDestination(services),
    GetConfigurationSetEventDestinations: getConfigurationSetEventDestinations(services),
    UpdateConfigurationSetEventDestination: updateConfigurationSetEventDestination(services),
  } satisfies OperationHandlers;
}
