import type { DestinationTarget, EventDestination } from "#features/event-destinations/index.ts";
import type { EventType } from "#features/events/index.ts";
import { CallerError } from "#platform/errors.ts";
import type { Input, Output } from "#servers/api/wire/index.ts";

type Definition = Input<"CreateConfigurationSetEventDestination">["EventDestination"];
type WireType = NonNullable<Definition["MatchingEventTypes"]>[number];
type Shown = NonNullable<Output<"GetConfigurationSetEventDestinations">["EventDestinations"]>[number];

const types: Readonly<Record<WireType, EventType>> = {
  SEND: "Send",
  REJECT: "Reject",
  BOUNCE: "Bounce",
  COMPLAINT: "Complaint",
  DELIVERY: "Delivery",
  OPEN: "Open",
  CLICK: "Click",
  RENDERING_FAILURE: "Rendering Failure",
  DELIVERY_DELAY: "DeliveryDelay",
  SUBSCRIPTION: "Subscription",
};

export function wireTypeOf(type: EventType): WireType {
  const found = Object.entries(types).find(([, ours]) => ours === type);
  if (found === undefined) throw new Error(`The event type ${type} has no name on the wire.`);
  return found[0] as WireType;
}

/** An event destination as a caller defines it. Throws `bad-request`, `not-implemented`. */
export function readDestination(
  configurationSet: string,
  name: string,
  definition: Definition,
): EventDestination {
  return {
    configurationSet,
    name,
    enabled: definition.Enabled ?? false,
    types: (definition.MatchingEventTypes ?? []).map((type) => types[type]),
    target: readTarget(definition),
  };
}

function readTarget(definition: Definition): DestinationTarget {
  const kinds = [
    "KinesisFirehoseDestination",
    "CloudWatchDestination",
    "SnsDestination",
    "EventBridgeDestination",
    "PinpointDestination",
  ] as const;
  const [given, ...others] = kinds.filter((kind) => definition[kind] !== undefined);
  if (given === undefined) throw refusal("Event destination is not provided.");
  if (others.length > 0) throw refusal("Please provide only one destination with each request.");
  const { SnsDestination } = definition;
  if (SnsDestination === undefined) {
    throw new CallerError(
      "not-implemented",
      `${given} is not implemented: events are published to SNS topics subscribed here (/signet/v1/topics).`,
    );
  }
  return { kind: "sns", topicArn: SnsDestination.TopicArn };
}

export function writeDestination({ name, enabled, types: ours, target }: EventDestination): Shown {
  return {
    Name: name,
    Enabled: enabled,
    MatchingEventTypes: ours.map(wireTypeOf),
    SnsDestination: { TopicArn: target.topicArn },
  };
}

function refusal(message: string): CallerError {
  return new CallerError("bad-request", message, [{ path: "EventDestination", message }]);
}
