import type {
  GetConfigurationSetEventDestinationsResponse,
  EventDestination as SesDestination,
} from "@aws-sdk/client-sesv2";
import { queryOptions } from "@tanstack/react-query";
import { call } from "./call.ts";
import { configurationSetPath, configurationSetsKey } from "./configuration-sets.ts";
import { ApiFailure } from "./failure.ts";
import type { Plain } from "./plain.ts";

export type EventDestination = Plain<SesDestination>;
export type EventType = NonNullable<EventDestination["MatchingEventTypes"]>[number];
/** An event destination without its name, as the calls that change one take it. */
export type Definition = Omit<EventDestination, "Name" | "MatchingEventTypes"> & {
  readonly MatchingEventTypes: readonly EventType[];
};

/** As the field of an event says it, which is how people know them. */
export const eventNames = {
  SEND: "Send",
  DELIVERY: "Delivery",
  BOUNCE: "Bounce",
  COMPLAINT: "Complaint",
  REJECT: "Reject",
  DELIVERY_DELAY: "Delivery delay",
  RENDERING_FAILURE: "Rendering failure",
  OPEN: "Open",
  CLICK: "Click",
  SUBSCRIPTION: "Subscription",
} as const satisfies Record<EventType, string>;

export function eventDestinationsQuery(set: string) {
  return queryOptions({
    queryKey: [...configurationSetsKey, "one", set, "event-destinations"],
    queryFn: async ({ signal }) => await readEventDestinations(set, signal),
  });
}

async function readEventDestinations(
  set: string,
  signal?: AbortSignal,
): Promise<readonly EventDestination[]> {
  const { EventDestinations = [] } = await call<Plain<GetConfigurationSetEventDestinationsResponse>>(
    "GET",
    destinationsPath(set),
    signal === undefined ? {} : { signal },
  );
  return EventDestinations;
}

export async function createEventDestination(
  set: string,
  name: string,
  definition: Definition,
): Promise<void> {
  const body = { EventDestinationName: name, EventDestination: definition };
  await call("POST", destinationsPath(set), { body });
}

export async function updateEventDestination(
  set: string,
  name: string,
  definition: Definition,
): Promise<void> {
  await call("PUT", `${destinationsPath(set)}/${encodeURIComponent(name)}`, {
    body: { EventDestination: definition },
  });
}

/** Switches it on or off as it is now, whoever has changed it meanwhile. Throws ApiFailure where it was removed. */
export async function switchEventDestination(set: string, name: string, Enabled: boolean): Promise<void> {
  const found = (await readEventDestinations(set)).find((one) => one.Name === name);
  if (found === undefined) {
    const message = `${name} was removed meanwhile, in another tab or by somebody else.`;
    throw new ApiFailure({ status: 404, code: "NOT_FOUND", message });
  }
  const { Name: _, MatchingEventTypes = [], ...target } = found;
  await updateEventDestination(set, name, { ...target, MatchingEventTypes, Enabled });
}

export async function deleteEventDestination(set: string, name: string): Promise<void> {
  await call("DELETE", `${destinationsPath(set)}/${encodeURIComponent(name)}`);
}

/** Of our own calls about one. */
export function destinationPath(set: string, name: string): string {
  return `/signet/v1/configuration-sets/${encodeURIComponent(set)}/event-destinations/${encodeURIComponent(name)}`;
}

function destinationsPath(set: string): string {
  return `${configurationSetPath(set)}/event-destinations`;
}
