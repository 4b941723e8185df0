import type { AwsServices } from "#features/aws-services/index.ts";
import { arnOf, type EventDestination, type EventDestinations } from "#features/event-destinations/index.ts";
import type { MessageEvent } from "#features/events/index.ts";
import type { Owner } from "#platform/owner.ts";
import type { Posted } from "#protocols/http/guarded-request.ts";
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

  /** Undefined: the destination is not there any more, or not enabled. */
  async tell(owner: Owner, id: string, { event, mail, record }: Told): Promise<Posted | undefined> {
    const [configurationSet = "", name = ""] = id.split("/");
    const found = await this.#destinations().find(owner, configurationSet, name);
    if (found === undefined || !found.enabled) return undefined;
    const { target } = found;
    const arn = arnOf(owner, target);
    // The operator may have thought better of it, or a topic that was the service's own is gone, and its name is another's.
    if (!this.#aws.permits(arn)) {
      return { kind: "failed", reason: `The operator lets no events out to <${arn}> (SIGNET_AWS_EVENTS).` };
    }
    switch (target.kind) {
      case "sns":
        return await this.#aws.publish(arn, { subject, message: record });
      case "firehose":
        return await this.#aws.putRecord(arn, `${record}\n`);
      case "eventbridge":
        return await this.#aws.putEvent(arn, busEvent(owner, event, { configurationSet, record }));
      case "cloudwatch":
        return await this.#aws.putMetric(arn, metricOf(event, mail, target.dimensions));
    }
  }
}
