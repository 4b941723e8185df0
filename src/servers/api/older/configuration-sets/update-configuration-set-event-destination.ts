import type { OlderHandler } from "#servers/api/handler.ts";
import { refusedAs } from "#servers/api/older-refusal.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { codesFor, readDestination } from "./event-destination.ts";

export function updateConfigurationSetEventDestination({
  eventDestinations,
}: Pick<Services, "eventDestinations">): OlderHandler<"UpdateConfigurationSetEventDestination"> {
  return async ({ ConfigurationSetName, EventDestination }, { owner }) => {
    const destination = readDestination(ConfigurationSetName, EventDestination);
    await refusedAs(codesFor(destination), async () => await eventDestinations.update(owner, destination));
    return {};
  };
}
