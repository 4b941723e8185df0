import { concerns, type KeptEvent } from "#features/events/index.ts";
import { mailboxProviderOf } from "#features/mailbox-providers/index.ts";
import type { SentMessages } from "#features/sending/index.ts";
import { CallerError } from "#platform/errors.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import { wireTypeOf } from "#servers/api/operations/event-destinations/read-destination.ts";
import type { Services } from "#servers/api/operations/services.ts";
import type { Output } from "#servers/api/wire/index.ts";

type Insights = NonNullable<Output<"GetMessageInsights">["Insights"]>[number];
type InsightsEvent = NonNullable<Insights["Events"]>[number];
type Sent = NonNullable<Awaited<ReturnType<SentMessages["find"]>>>;

export function getMessageInsights({
  sentMessages,
}: Pick<Services, "sentMessages">): OperationHandler<"GetMessageInsights"> {
  return async ({ MessageId }, { owner }) => {
    const sent = await sentMessages.find(owner, MessageId);
    if (sent === undefined) {
      throw new CallerError("not-found", `Message ${MessageId} does not exist.`);
    }
    const { mail } = sent;
    return {
      MessageId,
      FromEmailAddress: mail.commonHeaders.from.join(", "),
      ...(mail.commonHeaders.subject === undefined ? {} : { Subject: mail.commonHeaders.subject }),
      EmailTags: Object.entries(mail.tags).flatMap(([Name, values]) =>
        values.map((Value) => ({ Name, Value })),
      ),
      Insights: mail.destination.map((recipient) => insightsOf(recipient, sent)),
    };
  };
}

function insightsOf(recipient: string, { events }: Sent): Insights {
  const concerning = events.filter((event) => concerns(event, recipient));
  return { Destination: recipient, Isp: mailboxProviderOf(recipient), Events: concerning.map(toInsight) };
}

interface Detail {
  readonly bouncedRecipients?: readonly { readonly diagnosticCode?: string }[];
  readonly bounceType?: string;
  readonly bounceSubType?: string;
  readonly complaintSubType?: string | null;
  readonly complaintFeedbackType?: string;
}

function toInsight({ at, type, detail }: KeptEvent): InsightsEvent {
  const event = { Timestamp: new Date(at), Type: wireTypeOf(type) };
  const { bounceType, bounceSubType, bouncedRecipients, complaintSubType, complaintFeedbackType } =
    detail as Detail;
  if (type === "Bounce") {
    const diagnostic = bouncedRecipients?.[0]?.diagnosticCode;
    return {
      ...event,
      Details: {
        Bounce: {
          BounceType: (bounceType ?? "Undetermined").toUpperCase() as "PERMANENT",
          BounceSubType: subTypeIn(bounceSubType ?? "Undetermined"),
          ...(diagnostic === undefined ? {} : { DiagnosticCode: diagnostic }),
        },
      },
    };
  }
  if (type === "Complaint") {
    return {
      ...event,
      Details: {
        Complaint: {
          ...(complaintSubType == null ? {} : { ComplaintSubType: subTypeIn(complaintSubType) }),
          ...(complaintFeedbackType === undefined ? {} : { ComplaintFeedbackType: complaintFeedbackType }),
        },
      },
    };
  }
  return event;
}

/** SES writes these otherwise here than in its events. */
function subTypeIn(subType: string): string {
  return listSubTypes[subType] ?? subType;
}

const listSubTypes: Readonly<Record<string, string>> = {
  OnAccountSuppressionList: "ON_ACCOUNT_SUPPRESSION_LIST",
  OnTenantSuppressionList: "ON_TENANT_SUPPRESSION_LIST",
};
