import type { AwsServices } from "#features/aws-services/index.ts";
import {
  type EventDestination,
  type EventDestinations,
  metricsArn,
} from "#features/event-destinations/index.ts";
import type { MessageEvent } from "#features/events/index.ts";
import type { Owner } from "#platform/owner.ts";
import type { Posted } from "#protocols/http/guarded-post.ts";
import { busEvent, type CountedMail, metricOf } from "./envelopes.ts";

/** What SNS shows as the subject of a message. */
export const subject = "Amazon SES Email Event Notification";

interface Told {
  readonly event: MessageEvent;
  readonly mail: CountedMail;
  /** SES's record of the event, as JSON. */
  readonly record: string;
}

/** Tells AWS's services of events, each in the form SES has for it. */
export class AwsTeller {
  readonly #destinations: () => EventDestinations;
  readonly #aws: AwsServices;

  constructor(parts: { destinations: () => EventDestinations; aws: AwsServices }) {
    this.#destinations = parts.destinations;
    this.#aws = parts.aws;
  }

  /** What a publication names a destination by: names have no slash. */
  static idOf({ configurationSet, name }: EventDestination): string {
    return `${configurationSet}/${name}`;
  }

  /** Undefined: the destination is not there any more. */
  async tell(owner: Owner, id: string, { event, mail, record }: Told): Promise<Posted | undefined> {
    const [configurationSet = "", name = ""] = id.split("/");
    const found = await this.#destinations().find(owner, configurationSet, name);
    if (found === undefined) return undefined;
    const { target } = found;
    switch (target.kind) {
      case "sns":
        return await this.#aws.publish(target.topicArn, { subject, message: record });
      case "firehose":
        return await this.#aws.putRecord(target.streamArn, `${record}\n`);
      case "eventbridge":
        return await this.#aws.putEvent(target.busArn, busEvent(owner, event, { configurationSet, record }));
      case "cloudwatch":
        return await this.#aws.putMetric(metricsArn(owner), metricOf(event, mail, target.dimensions));
    }
  }
}
