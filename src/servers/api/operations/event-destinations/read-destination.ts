import type {
  DestinationTarget,
  EventDestination,
  MetricDimension,
} from "#features/event-destinations/index.ts";
import type { EventType } from "#features/events/index.ts";
import { badRequest, CallerError } from "#platform/errors.ts";
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
  const { SnsDestination: sns, KinesisFirehoseDestination: firehose } = definition;
  const { EventBridgeDestination: bridge, CloudWatchDestination: metrics } = definition;
  if (sns !== undefined) return { kind: "sns", topicArn: sns.TopicArn };
  if (bridge !== undefined) return { kind: "eventbridge", busArn: bridge.EventBusArn };
  if (firehose !== undefined) {
    return { kind: "firehose", streamArn: firehose.DeliveryStreamArn, roleArn: firehose.IamRoleArn };
  }
  if (metrics === undefined) throw new CallerError("not-implemented", `${given} is not implemented.`);
  const dimensions = metrics.DimensionConfigurations.map((one) => ({
    name: one.DimensionName,
    from: dimensionSources[one.DimensionValueSource],
    otherwise: one.DefaultDimensionValue,
  }));
  return { kind: "cloudwatch", dimensions };
}

const dimensionSources = {
  MESSAGE_TAG: "message-tag",
  EMAIL_HEADER: "email-header",
  LINK_TAG: "link-tag",
} as const satisfies Record<string, MetricDimension["from"]>;

const wireSources = {
  "message-tag": "MESSAGE_TAG",
  "email-header": "EMAIL_HEADER",
  "link-tag": "LINK_TAG",
} as const satisfies Record<MetricDimension["from"], keyof typeof dimensionSources>;

export function writeDestination({ name, enabled, types: ours, target }: EventDestination): Shown {
  return {
    Name: name,
    Enabled: enabled,
    MatchingEventTypes: ours.map(wireTypeOf),
    ...writeTarget(target),
  };
}

function writeTarget(target: DestinationTarget): Partial<Shown> {
  switch (target.kind) {
    case "sns":
      return { SnsDestination: { TopicArn: target.topicArn } };
    case "firehose":
      return {
        KinesisFirehoseDestination: { IamRoleArn: target.roleArn, DeliveryStreamArn: target.streamArn },
      };
    case "eventbridge":
      return { EventBridgeDestination: { EventBusArn: target.busArn } };
    case "cloudwatch":
      return {
        CloudWatchDestination: {
          DimensionConfigurations: target.dimensions.map(({ name, from, otherwise }) => ({
            DimensionName: name,
            DimensionValueSource: wireSources[from],
            DefaultDimensionValue: otherwise,
          })),
        },
      };
  }
}

function refusal(message: string): CallerError {
  return badRequest("EventDestination", message);
}
