import type { EventType } from "#features/events/index.ts";

/** Where the events of a configuration set's messages go. */
export interface EventDestination {
  readonly configurationSet: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly types: readonly EventType[];
  readonly target: DestinationTarget;
}

export interface DestinationTarget {
  readonly kind: "sns";
  readonly topicArn: string;
}
