import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { writeDestination } from "./read-destination.ts";

export function getConfigurationSetEventDestinations({
  eventDestinations,
}: Pick<Services, "eventDestinations">): OperationHandler<"GetConfigurationSetEventDestinations"> {
  return async ({ ConfigurationSetName }, { owner }) => {
    const destinations = await eventDestinations.list(owner, ConfigurationSetName);
    return { EventDestinations: destinations.map(writeDestination) };
  };
}
