import type { OlderHandler } from "#servers/api/handler.ts";
import { refusedAs } from "#servers/api/older-refusal.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function deleteConfigurationSetEventDestination({
  eventDestinations,
}: Pick<Services, "eventDestinations">): OlderHandler<"DeleteConfigurationSetEventDestination"> {
  return async ({ ConfigurationSetName, EventDestinationName }, { owner }) => {
    await refusedAs(
      { "not-found": "EventDestinationDoesNotExist" },
      async () => await eventDestinations.remove(owner, ConfigurationSetName, EventDestinationName),
    );
    return {};
  };
}
