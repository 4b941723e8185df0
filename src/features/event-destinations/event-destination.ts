import type { EventType } from "#features/events/index.ts";

/** Where the events of a configuration set's messages go. */
export interface EventDestination {
  readonly configurationSet: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly types: readonly EventType[];
  readonly target: DestinationTarget;
}

/** Topics are Signet's own or SNS's; the others are AWS's. */
export type DestinationTarget =
  | { readonly kind: "sns"; readonly topicArn: string }
  | { readonly kind: "firehose"; readonly streamArn: string; readonly roleArn: string }
  | { readonly kind: "eventbridge"; readonly busArn: string }
  | { readonly kind: "cloudwatch"; readonly dimensions: readonly MetricDimension[] };

/** What events are counted by: the value that a message has for it, or else this one. */
export interface MetricDimension {
  readonly name: string;
  readonly from: "message-tag" | "email-header" | "link-tag";
  readonly otherwise: string;
}
