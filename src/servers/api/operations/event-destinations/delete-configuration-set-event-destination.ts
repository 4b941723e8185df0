import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function deleteConfigurationSetEventDestination({
  eventDestinations,
}: Pick<Services, "eventDestinations">): OperationHandler<"DeleteConfigurationSetEventDestination"> {
  return async ({ ConfigurationSetName, EventDestinationName }, { owner }) => {
    await eventDestinations.remove(owner, ConfigurationSetName, EventDestinationName);
    return {};
  };
}
