import type { RecipientResult } from "#features/delivery/index.ts";
import { shortened } from "#protocols/mime/shortened.ts";
import { type BounceType, readReply } from "./classification.ts";

/** The objects of SES's events, in its JSON. */

/** Some servers explain at length, to each of fifty recipients; no service of AWS but Firehose takes an event of more than 256 KB. */
const longestReply = 1_000;

export interface FailedRecipient {
  readonly address: string;
  /** `smtp; 550 5.1.1 No such user` */
  readonly diagnosticCode: string | undefined;
  readonly status: string | undefined;
}

export function deliveryDetail(of: {
  readonly at: number;
  readonly sentAt: number;
  readonly results: readonly RecipientResult[];
  readonly reportingMta: string;
  readonly remoteIp: string | undefined;
}): object {
  return {
    timestamp: new Date(of.at).toISOString(),
    processingTimeMillis: Math.max(0, of.at - of.sentAt),
    recipients: of.results.map(({ recipient }) => recipient),
    smtpResponse: shortened(of.results.at(-1)?.reply ?? "", longestReply),
    reportingMTA: of.reportingMta,
    ...(of.remoteIp === undefined ? {} : { remoteMtaIp: of.remoteIp }),
  };
}

export function bounceDetail(of: {
  readonly at: number;
  readonly feedbackId: string;
  readonly bounce: BounceType;
  readonly recipients: readonly FailedRecipient[];
  readonly reportingMta: string | undefined;
  readonly remoteIp?: string | undefined;
}): object {
  return {
    feedbackId: of.feedbackId,
    bounceType: of.bounce.type,
    bounceSubType: of.bounce.subType,
    bouncedRecipients: of.recipients.map(({ address, status, diagnosticCode }) => ({
      emailAddress: address,
      action: "failed",
      ...(status === undefined ? {} : { status }),
      ...(diagnosticCode === undefined ? {} : { diagnosticCode }),
    })),
    timestamp: new Date(of.at).toISOString(),
    ...(of.remoteIp === undefined ? {} : { remoteMtaIp: of.remoteIp }),
    ...(of.reportingMta === undefined ? {} : { reportingMTA: of.reportingMta }),
  };
}

export function complaintDetail(of: {
  readonly at: number;
  readonly feedbackId: string;
  readonly recipients: readonly string[];
  readonly feedbackType: string | undefined;
  readonly userAgent: string | undefined;
  readonly arrivalDate: string | undefined;
}): object {
  const arrived = of.arrivalDate === undefined ? Number.NaN : Date.parse(of.arrivalDate);
  return {
    complainedRecipients: of.recipients.map((emailAddress) => ({ emailAddress })),
    timestamp: new Date(of.at).toISOString(),
    feedbackId: of.feedbackId,
    complaintSubType: null,
    ...(of.userAgent === undefined ? {} : { userAgent: of.userAgent }),
    ...(of.feedbackType === undefined ? {} : { complaintFeedbackType: of.feedbackType }),
    ...(Number.isNaN(arrived) ? {} : { arrivalDate: new Date(arrived).toISOString() }),
  };
}

export function delayDetail(of: {
  readonly at: number;
  readonly delayType: string;
  readonly expiresAt: number;
  readonly recipients: readonly FailedRecipient[];
}): object {
  return {
    timestamp: new Date(of.at).toISOString(),
    delayType: of.delayType,
    expirationTime: new Date(of.expiresAt).toISOString(),
    delayedRecipients: of.recipients.map(({ address, status, diagnosticCode }) => ({
      emailAddress: address,
      ...(status === undefined ? {} : { status }),
      ...(diagnosticCode === undefined ? {} : { diagnosticCode }),
    })),
  };
}

/** What an attempt came to, as a DSN would say it. */
export function failedRecipient({ recipient, reply, smtpReply }: RecipientResult): FailedRecipient {
  return {
    address: recipient,
    status: readReply(smtpReply ?? "").status,
    diagnosticCode: shortened(smtpReply === undefined ? reply : `smtp; ${smtpReply}`, longestReply),
  };
}
