import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { readDestination } from "./read-destination.ts";

export function updateConfigurationSetEventDestination({
  eventDestinations,
}: Pick<Services, "eventDestinations">): OperationHandler<"UpdateConfigurationSetEventDestination"> {
  return async ({ ConfigurationSetName, EventDestinationName, EventDestination }, { owner }) => {
    const destination = readDestination(ConfigurationSetName, EventDestinationName, EventDestination);
    await eventDestinations.update(owner, destination);
    return {};
  };
}
