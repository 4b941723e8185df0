import type { CloudWatchDimensionConfiguration } from "@aws-sdk/client-sesv2";
import type { Definition, EventDestination, EventType } from "#console/api/event-destinations.ts";
import type { Plain } from "#console/api/plain.ts";

export type TargetKind = "sns" | "firehose" | "eventbridge" | "cloudwatch";

type Dimension = Plain<CloudWatchDimensionConfiguration>;
export type DimensionSource = NonNullable<Dimension["DimensionValueSource"]>;

/** An event destination while it is edited: what belongs to another kind of target is kept until it is saved. */
export interface DestinationDraft {
  readonly name: string;
  readonly enabled: boolean;
  readonly types: readonly EventType[];
  readonly kind: TargetKind;
  readonly topicArn: string;
  readonly streamArn: string;
  readonly roleArn: string;
  readonly busArn: string;
  readonly dimensions: readonly Dimension[];
}

/** Of whatever edits a part of it. */
export interface DraftProps {
  readonly draft: DestinationDraft;
  readonly onChange: (change: Partial<DestinationDraft>) => void;
}

export const targetKinds = [
  { value: "sns", label: "SNS topic" },
  { value: "firehose", label: "Firehose" },
  { value: "eventbridge", label: "EventBridge" },
  { value: "cloudwatch", label: "CloudWatch" },
] as const satisfies { value: TargetKind; label: string }[];

export const emptyDimension: Dimension = {
  DimensionName: "",
  DimensionValueSource: "MESSAGE_TAG",
  DefaultDimensionValue: "",
};

export function draftOf(destination: EventDestination | undefined, region: string): DestinationDraft {
  const { SnsDestination, KinesisFirehoseDestination, EventBridgeDestination, CloudWatchDestination } =
    destination ?? {};
  return {
    name: destination?.Name ?? "",
    enabled: destination?.Enabled ?? true,
    types: destination?.MatchingEventTypes ?? ["DELIVERY", "BOUNCE", "COMPLAINT"],
    kind: destination === undefined ? "sns" : kindOf(destination),
    topicArn: SnsDestination?.TopicArn ?? "",
    streamArn: KinesisFirehoseDestination?.DeliveryStreamArn ?? "",
    roleArn: KinesisFirehoseDestination?.IamRoleArn ?? "",
    busArn: EventBridgeDestination?.EventBusArn ?? `arn:aws:events:${region}:111122223333:event-bus/default`,
    dimensions: CloudWatchDestination?.DimensionConfigurations ?? [emptyDimension],
  };
}

export function definitionOf(draft: DestinationDraft): Definition {
  return { Enabled: draft.enabled, ...targetOf(draft), MatchingEventTypes: draft.types };
}

function targetOf(draft: DestinationDraft): Partial<EventDestination> {
  switch (draft.kind) {
    case "sns":
      return { SnsDestination: { TopicArn: draft.topicArn } };
    case "firehose":
      return {
        KinesisFirehoseDestination: { IamRoleArn: draft.roleArn, DeliveryStreamArn: draft.streamArn },
      };
    case "eventbridge":
      return { EventBridgeDestination: { EventBusArn: draft.busArn } };
    case "cloudwatch":
      return { CloudWatchDestination: { DimensionConfigurations: draft.dimensions } };
  }
}

function kindOf(destination: EventDestination): TargetKind {
  if (destination.KinesisFirehoseDestination !== undefined) return "firehose";
  if (destination.EventBridgeDestination !== undefined) return "eventbridge";
  return destination.CloudWatchDestination === undefined ? "sns" : "cloudwatch";
}

export function kindName(destination: EventDestination): string {
  const kind = kindOf(destination);
  return targetKinds.find(({ value }) => value === kind)?.label ?? kind;
}

/** Where it leads, in a line. */
export function targetName(destination: EventDestination): string {
  const { SnsDestination, KinesisFirehoseDestination, EventBridgeDestination, CloudWatchDestination } =
    destination;
  return (
    SnsDestination?.TopicArn ??
    KinesisFirehoseDestination?.DeliveryStreamArn ??
    EventBridgeDestination?.EventBusArn ??
    CloudWatchDestination?.DimensionConfigurations?.map(({ DimensionName }) => DimensionName).join(", ") ??
    ""
  );
}
