import type { SendRequest } from "#features/sending/index.ts";
import type { OlderHandler } from "#servers/api/handler.ts";
import { destinationOf, mergedTags } from "#servers/api/operations/sending/message-parts.ts";
import { type BulkStatus, requireFew, sendAll } from "#servers/api/operations/sending/send-all.ts";
import type { Services } from "#servers/api/operations/services.ts";
import type { OlderOutput } from "#servers/api/wire/index.ts";
import { commonMembers, namedTemplate } from "./common-members.ts";

type OlderStatus = NonNullable<
  NonNullable<OlderOutput<"SendBulkTemplatedEmail">["Status"]>[number]["Status"]
>;

const statuses = {
  SUCCESS: "Success",
  MESSAGE_REJECTED: "MessageRejected",
  MAIL_FROM_DOMAIN_NOT_VERIFIED: "MailFromDomainNotVerified",
  CONFIGURATION_SET_NOT_FOUND: "ConfigurationSetDoesNotExist",
  TEMPLATE_NOT_FOUND: "TemplateDoesNotExist",
  ACCOUNT_SUSPENDED: "AccountSuspended",
  ACCOUNT_THROTTLED: "AccountThrottled",
  ACCOUNT_DAILY_QUOTA_EXCEEDED: "AccountDailyQuotaExceeded",
  INVALID_SENDING_POOL_NAME: "InvalidSendingPoolName",
  ACCOUNT_SENDING_PAUSED: "AccountSendingPaused",
  CONFIGURATION_SET_SENDING_PAUSED: "ConfigurationSetSendingPaused",
  INVALID_PARAMETER: "InvalidParameterValue",
  TRANSIENT_FAILURE: "TransientFailure",
  FAILED: "Failed",
} as const satisfies Record<BulkStatus, OlderStatus>;

export function sendBulkTemplatedEmail({
  sending,
}: Pick<Services, "sending">): OlderHandler<"SendBulkTemplatedEmail"> {
  return async (input, caller) => {
    requireFew("Destinations", input.Destinations);
    const common = commonMembers(input, caller);
    const template = namedTemplate(input, caller);
    const requestFor = (entry: (typeof input.Destinations)[number]): SendRequest => ({
      ...common,
      operation: "SendBulkTemplatedEmail",
      destination: destinationOf(entry.Destination),
      content: {
        kind: "template",
        template,
        data: [
          input.DefaultTemplateData,
          ...(entry.ReplacementTemplateData === undefined ? [] : [entry.ReplacementTemplateData]),
        ],
        headers: [],
        attachments: [],
      },
      tags: mergedTags(input.DefaultTags, entry.ReplacementTags),
    });
    const results = await sendAll(input.Destinations, async (entry) => await sending.send(requestFor(entry)));
    return {
      Status: results.map(({ Status, Error, MessageId }) => ({
        Status: Status && statuses[Status],
        Error,
        MessageId,
      })),
    };
  };
}
