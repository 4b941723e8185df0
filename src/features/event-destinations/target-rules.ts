import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import { readArn, writeArn } from "#protocols/arn/arn.ts";
import type { DestinationTarget, MetricDimension } from "./event-destination.ts";

const mostDimensions = 10;

/** Header fields that SES does not count by: they tell recipients apart, or have no one value. */
const uncountedFields = [
  "received",
  "to",
  "from",
  "dkim-signature",
  "cc",
  "message-id",
  "return-path",
] as const;

/** What a target must be to be one. Throws `invalid-event-target`. Whether it is there is not looked at. */
export function checkTarget(target: DestinationTarget): void {
  switch (target.kind) {
    case "sns":
      return;
    case "firehose":
      if (!isArnOf(target.streamArn, "firehose", /^deliverystream\/[A-Za-z0-9_.-]{1,64}$/)) {
        throw refusal("KinesisFirehoseDestination.DeliveryStreamArn", "is not the ARN of a delivery stream");
      }
      if (!isArnOf(target.roleArn, "iam", /^role\/.+$/)) {
        throw refusal("KinesisFirehoseDestination.IamRoleArn", "is not the ARN of a role");
      }
      return;
    case "eventbridge":
      if (!isArnOf(target.busArn, "events", /^event-bus\/default$/)) {
        throw refusal("EventBridgeDestination.EventBusArn", "is not the ARN of a default event bus");
      }
      return;
    case "cloudwatch":
      checkDimensions(target.dimensions);
  }
}

/** Where the events go, as the operator names it who lets them out. */
export function arnOf(owner: Owner, target: DestinationTarget): string {
  switch (target.kind) {
    case "sns":
      return target.topicArn;
    case "firehose":
      return target.streamArn;
    case "eventbridge":
      return target.busArn;
    case "cloudwatch":
      return metricsArn(owner);
  }
}

/** What stands for the metrics of an account and region where targets are named. */
function metricsArn({ account, region }: Owner): string {
  return writeArn({ partition: "aws", service: "cloudwatch", region, account, resource: "metrics" });
}

function isArnOf(text: string, service: string, resource: RegExp): boolean {
  const arn = readArn(text);
  return arn?.service === service && resource.test(arn.resource);
}

function checkDimensions(dimensions: readonly MetricDimension[]): void {
  const path = "CloudWatchDestination.DimensionConfigurations";
  if (dimensions.length === 0) {
    throw invalidTarget(path, "CloudWatch metrics dimension configuration list cannot be empty.");
  }
  if (dimensions.length > mostDimensions) throw refusal(path, `has more than ${mostDimensions} dimensions`);
  const names = new Set<string>();
  for (const { name, from, otherwise } of dimensions) {
    // `ses:configuration-set` and its like name the tags that every message has.
    if (!/^(?:ses:)?[A-Za-z0-9_-]{1,255}$/.test(name))
      throw refusal(path, `has a wrong DimensionName <${name}>`);
    if (!/^[A-Za-z0-9_.@-]{1,255}$/.test(otherwise)) {
      throw refusal(path, `has a wrong DefaultDimensionValue <${otherwise}>`);
    }
    if (names.has(name)) throw refusal(path, `has the dimension <${name}> twice`);
    if (from === "email-header" && uncountedFields.some((field) => field === name.toLowerCase())) {
      throw refusal(path, `cannot count by the header field <${name}>`);
    }
    names.add(name);
  }
}

function refusal(member: string, what: string): CallerError {
  const path = `EventDestination.${member}`;
  return new CallerError("invalid-event-target", `${member} ${what}.`, [{ path, message: what }]);
}

/** In a sentence of its own. */
export function invalidTarget(path: string, message: string): CallerError {
  return new CallerError("invalid-event-target", message, [{ path, message }]);
}
