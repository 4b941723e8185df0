import type { BusEvent, Metric } from "#features/aws-services/index.ts";
import type { MetricDimension } from "#features/event-destinations/index.ts";
import type { EventType, MessageEvent } from "#features/events/index.ts";
import type { Owner } from "#platform/owner.ts";
import { writeArn } from "#protocols/arn/arn.ts";

/** SES's own is `aws.ses`, which AWS lets nobody else use. */
const busSource = "signet.ses";
/** SES's own is `AWS/SES`; names that begin with `AWS/` are AWS's. */
const namespace = "Signet/SES";

/** What SES calls an event on a bus. */
const detailTypes: Readonly<Record<EventType, string>> = {
  Send: "Email Sent",
  Reject: "Email Rejected",
  Bounce: "Email Bounced",
  Complaint: "Email Complaint Received",
  Delivery: "Email Delivered",
  Open: "Email Opened",
  Click: "Email Clicked",
  "Rendering Failure": "Email Rendering Failed",
  DeliveryDelay: "Email Delivery Delayed",
  Subscription: "Email Subscribed",
};

/** A message's `mail` object, as far as it is read here. */
export interface CountedMail {
  readonly tags?: Readonly<Record<string, readonly string[]>>;
  readonly headers?: readonly { readonly name: string; readonly value: string }[];
}

export function busEvent(
  { account, region }: Owner,
  event: MessageEvent,
  { configurationSet, record }: { configurationSet: string; record: string },
): BusEvent {
  const resource = `configuration-set/${configurationSet}`;
  return {
    source: busSource,
    detailType: detailTypes[event.type],
    detail: record,
    resources: [writeArn({ partition: "aws", service: "ses", region, account, resource })],
    at: event.at,
  };
}

export function metricOf(
  event: MessageEvent,
  mail: CountedMail,
  dimensions: readonly MetricDimension[],
): Metric {
  return {
    namespace,
    name: event.type.replace(" ", ""),
    at: event.at,
    dimensions: dimensions.map((dimension) => ({
      name: dimension.name,
      value: valueOf(event, mail, dimension),
    })),
  };
}

function valueOf(event: MessageEvent, mail: CountedMail, { name, from, otherwise }: MetricDimension): string {
  const value = given(event, mail, { name, from });
  // CloudWatch takes 1 to 1,024 characters of printable ASCII, and none that are nothing but space.
  return value !== undefined && /^[ -~]{1,1024}$/.test(value) && value.trim() !== "" ? value : otherwise;
}

function given(
  event: MessageEvent,
  mail: CountedMail,
  { name, from }: Pick<MetricDimension, "name" | "from">,
): string | undefined {
  switch (from) {
    case "message-tag":
      return valueIn({ ...mail.tags, ...event.tags }, name);
    case "email-header":
      return mail.headers?.find((header) => header.name.toLowerCase() === name.toLowerCase())?.value;
    case "link-tag":
      return event.type === "Click" ? valueIn(linkTagsOf(event), name) : undefined;
  }
}

function linkTagsOf({ detail }: MessageEvent): Readonly<Record<string, readonly string[]>> {
  return (detail as { linkTags?: Record<string, readonly string[]> | null }).linkTags ?? {};
}

function valueIn(tags: Readonly<Record<string, readonly string[]>>, name: string): string | undefined {
  return Object.hasOwn(tags, name) ? tags[name]?.[0] : undefined;
}
