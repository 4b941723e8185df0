import type { EventDestinations } from "#features/event-destinations/index.ts";
import type { Events } from "#features/events/index.ts";
import { AwsTeller } from "#features/publishing/index.ts";
import { CallerError } from "#platform/errors.ts";
import type { PlainRoute } from "#servers/api/plain-routes.ts";
import { eventDeliveryRoutes } from "./event-deliveries.ts";

/** What AWS's services were told. A topic of our own has subscribers instead, each with its own. */
export function destinationDeliveryRoutes(parts: {
  readonly eventDestinations: EventDestinations;
  readonly events: Pick<Events, "publicationsTo" | "tellAgain">;
}): PlainRoute[] {
  return eventDeliveryRoutes(
    "/signet/v1/configuration-sets/:set/event-destinations/:name",
    parts.events,
    async ({ caller, params }) => {
      const { set = "", name = "" } = params;
      const destination = await parts.eventDestinations.find(caller.owner, set, name);
      if (destination === undefined) {
        throw new CallerError("not-found", `Configuration set ${set} has no event destination ${name}.`);
      }
      return { id: AwsTeller.idOf(destination) };
    },
  );
}
