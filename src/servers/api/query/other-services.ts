import { CallerError } from "#platform/errors.ts";
import { html } from "#platform/html.ts";
import { Document } from "#servers/api/document.ts";
import { formText } from "#servers/api/wire/index.ts";
import { olderSesVersion, type QueryCall } from "./query-call.ts";

/** Who knows topics' subscriptions. */
export interface SubscriptionConfirmer {
  /** Answers the subscription's ARN; undefined: the token is none of ours. */
  confirm(token: string): Promise<string | undefined>;
}

const snsVersion = "2010-03-31";

/**
 * A call that is none of ours. SNS's confirmation of a subscription is carried out, for programs that confirm by this call rather than
 * by following the link: the token proves them, whoever signed. All others are told what is here, in XML: of JSON these clients say no more
 * than that they cannot read it. Throws `unknown-subscription`, `unknown-operation`.
 */
export async function answerOther(
  call: QueryCall,
  topics: SubscriptionConfirmer,
  requestId: string,
): Promise<Document> {
  if (call.version !== snsVersion || call.action !== "ConfirmSubscription") {
    throw new CallerError("unknown-operation", whatIsHere(call));
  }
  const arn = await topics.confirm(formText(call.form, "Token") ?? "");
  if (arn === undefined) throw new CallerError("unknown-subscription", "Invalid parameter: Token");
  const { text } =
    html`<ConfirmSubscriptionResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><ConfirmSubscriptionResult><SubscriptionArn>${arn}</SubscriptionArn></ConfirmSubscriptionResult><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></ConfirmSubscriptionResponse>`;
  return new Document("text/xml", text);
}

function whatIsHere({ action, version }: QueryCall): string {
  switch (version) {
    case olderSesVersion:
      return `${action} is of the older SES API, of which there is here what sends mail and what is about identities. For all else use your SDK's client for the SES API v2, such as client("sesv2") of boto3, @aws-sdk/client-sesv2 or aws sesv2.`;
    case snsVersion:
      return `There is no ${action} here: of SNS there is ConfirmSubscription alone. Topics are made under /signet/v1/topics.`;
    default:
      return `There is no ${action} here: Signet speaks the APIs of SES.`;
  }
}
