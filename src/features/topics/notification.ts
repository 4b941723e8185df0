import { type KeyObject, sign } from "node:crypto";

/** What SNS posts to an endpoint, but for its signature. */
export interface UnsignedNotification {
  readonly Type: "Notification" | "SubscriptionConfirmation" | "UnsubscribeConfirmation";
  readonly MessageId: string;
  readonly TopicArn: string;
  readonly Subject?: string;
  readonly Message: string;
  readonly Timestamp: string;
  readonly Token?: string;
  readonly SubscribeURL?: string;
}

/** The members that are signed, in this order, those that are there ("Verifying the signatures of Amazon SNS messages"). */
const signedMembers = [
  "Message",
  "MessageId",
  "Subject",
  "SubscribeURL",
  "Timestamp",
  "Token",
  "TopicArn",
  "Type",
] as const;

/** Signature version 2: RSA with SHA-256. */
export function signedNotification(
  notification: UnsignedNotification,
  by: {
    readonly privateKey: KeyObject;
    readonly certificateUrl: string;
    readonly unsubscribeUrl: string | undefined;
  },
): string {
  const text = signedMembers
    .flatMap((name) => (notification[name] === undefined ? [] : [`${name}\n${notification[name]}\n`]))
    .join("");
  return JSON.stringify({
    ...notification,
    SignatureVersion: "2",
    Signature: sign("sha256", Buffer.from(text), by.privateKey).toString("base64"),
    SigningCertURL: by.certificateUrl,
    ...(by.unsubscribeUrl === undefined ? {} : { UnsubscribeURL: by.unsubscribeUrl }),
  });
}

export function notificationHeaders(
  { Type, MessageId, TopicArn }: UnsignedNotification,
  subscriptionArn: string | undefined,
): Record<string, string> {
  return {
    "content-type": "text/plain; charset=UTF-8",
    "user-agent": "Amazon Simple Notification Service Agent",
    "x-amz-sns-message-type": Type,
    "x-amz-sns-message-id": MessageId,
    "x-amz-sns-topic-arn": TopicArn,
    ...(subscriptionArn === undefined ? {} : { "x-amz-sns-subscription-arn": subscriptionArn }),
  };
}
