import type {
  DestinationTarget,
  EventDestination,
  MetricDimension,
} from "#features/event-destinations/index.ts";
import type { EventType } from "#features/events/index.ts";
import { badRequest } from "#platform/errors.ts";
import type { OlderCodes } from "#servers/api/older-refusal.ts";
import type { OlderInput } from "#servers/api/wire/index.ts";

type Definition = OlderInput<"CreateConfigurationSetEventDestination">["EventDestination"];
type OlderType = Definition["MatchingEventTypes"][number];

const types = {
  send: "Send",
  reject: "Reject",
  bounce: "Bounce",
  complaint: "Complaint",
  delivery: "Delivery",
  open: "Open",
  click: "Click",
  renderingFailure: "Rendering Failure",
} as const satisfies Record<OlderType, EventType>;

const olderTypes = Object.entries(types) as [OlderType, EventType][];

const dimensionSources = {
  messageTag: "message-tag",
  emailHeader: "email-header",
  linkTag: "link-tag",
} as const satisfies Record<string, MetricDimension["from"]>;

const olderSources = {
  "message-tag": "messageTag",
  "email-header": "emailHeader",
  "link-tag": "linkTag",
} as const satisfies Record<MetricDimension["from"], keyof typeof dimensionSources>;

/** What is wrong with a target has a name for each kind of target. */
export function codesFor({ target }: EventDestination): OlderCodes {
  return {
    "already-exists": "EventDestinationAlreadyExists",
    "not-found": "EventDestinationDoesNotExist",
    ...(target.kind === "eventbridge" ? {} : { "invalid-event-target": invalid[target.kind] }),
  };
}

const invalid = {
  sns: "InvalidSNSDestination",
  firehose: "InvalidFirehoseDestination",
  cloudwatch: "InvalidCloudWatchDestination",
} as const;

/** Throws `bad-request` where there is not one target. */
export function readDestination(configurationSet: string, definition: Definition): EventDestination {
  return {
    configurationSet,
    name: definition.Name,
    enabled: definition.Enabled ?? false,
    types: definition.MatchingEventTypes.map((type) => types[type]),
    target: readTarget(definition),
  };
}

function readTarget(definition: Definition): DestinationTarget {
  const { SNSDestination: sns, KinesisFirehoseDestination: firehose } = definition;
  const { CloudWatchDestination: metrics } = definition;
  const targets: DestinationTarget[] = [];
  if (sns !== undefined) targets.push({ kind: "sns", topicArn: sns.TopicARN });
  if (firehose !== undefined) {
    targets.push({ kind: "firehose", streamArn: firehose.DeliveryStreamARN, roleArn: firehose.IAMRoleARN });
  }
  if (metrics !== undefined) {
    const dimensions = metrics.DimensionConfigurations.map((one) => ({
      name: one.DimensionName,
      from: dimensionSources[one.DimensionValueSource],
      otherwise: one.DefaultDimensionValue,
    }));
    targets.push({ kind: "cloudwatch", dimensions });
  }
  const [target, ...others] = targets;
  if (target === undefined) throw badRequest("EventDestination", "Event destination is not provided.");
  if (others.length === 0) return target;
  throw badRequest("EventDestination", "Please provide only one destination with each request.");
}

/** What the older API has no words for is left out: some types of events, and EventBridge. */
export function writeDestination({ name, enabled, types: ours, target }: EventDestination) {
  return {
    Name: name,
    Enabled: enabled,
    MatchingEventTypes: olderTypes.flatMap(([older, type]) => (ours.includes(type) ? [older] : [])),
    ...writeTarget(target),
  };
}

function writeTarget(target: DestinationTarget): Partial<Definition> {
  switch (target.kind) {
    case "sns":
      return { SNSDestination: { TopicARN: target.topicArn } };
    case "firehose":
      return {
        KinesisFirehoseDestination: { IAMRoleARN: target.roleArn, DeliveryStreamARN: target.streamArn },
      };
    case "cloudwatch":
      return {
        CloudWatchDestination: {
          DimensionConfigurations: target.dimensions.map(({ name, from, otherwise }) => ({
            DimensionName: name,
            DimensionValueSource: olderSources[from],
            DefaultDimensionValue: otherwise,
          })),
        },
      };
    case "eventbridge":
      return {};
  }
}
