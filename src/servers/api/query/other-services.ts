import { CallerError } from "#platform/errors.ts";
import { html } from "#platform/html.ts";
import type { Claim } from "#servers/api/auth/authenticator.ts";
import type { Caller } from "#servers/api/auth/caller.ts";
import { Document } from "#servers/api/document.ts";
import { formText } from "#servers/api/wire/index.ts";
import { olderSesVersion, type QueryCall } from "./query-call.ts";

/** Who knows topics' subscriptions. */
export interface SubscriptionConfirmer {
  /** Answers the subscription's ARN; undefined: the token is none of ours. */
  confirm(token: string): Promise<string | undefined>;
}

const snsVersion = "2010-03-31";
const stsVersion = "2011-06-15";

/** Whether a call is answered, or told what is here, whoever asks. */
export function isForAll({ version }: QueryCall): boolean {
  return version !== olderSesVersion && version !== stsVersion;
}

/** A key that was derived for STS is good for nothing else. Throws `wrong-scope`. */
export function requireScopeOf({ version }: QueryCall, { unproven }: Claim): void {
  if (unproven?.signature.scope.service !== "sts" || version === stsVersion) return;
  throw new CallerError("wrong-scope", "Credential should be scoped to correct service: 'ses'.");
}

/**
 * A call that is none of SES's. SNS's confirmation of a subscription is carried out, for programs that confirm by this call rather than
 * by following the link: the token proves them, whoever signed. STS's question whose key it is is answered, for programs that make ARNs of
 * it. All others are told what is here, in XML: of JSON these clients say no more than that they cannot read it. Throws
 * `unknown-subscription`, `unknown-operation`.
 */
export async function answerOther(
  call: QueryCall,
  { topics }: { readonly topics: SubscriptionConfirmer },
  /** Without a claim: nobody was proven. */
  { id, claim }: { readonly id: string; readonly claim?: Claim },
): Promise<Document> {
  const { version, action, form } = call;
  if (version === snsVersion && action === "ConfirmSubscription") {
    return subscriptionConfirmed(await topics.confirm(formText(form, "Token") ?? ""), id);
  }
  if (version === stsVersion && action === "GetCallerIdentity" && claim !== undefined) {
    return callerIdentity(claim.caller, id);
  }
  throw new CallerError("unknown-operation", whatIsHere(call));
}

function subscriptionConfirmed(arn: string | undefined, requestId: string): Document {
  if (arn === undefined) throw new CallerError("unknown-subscription", "Invalid parameter: Token");
  const { text } =
    html`<ConfirmSubscriptionResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><ConfirmSubscriptionResult><SubscriptionArn>${arn}</SubscriptionArn></ConfirmSubscriptionResult><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></ConfirmSubscriptionResponse>`;
  return new Document("text/xml", text);
}

/** Whoever's the key: to policies the principal of a call is its account's root. */
function callerIdentity({ owner: { account } }: Caller, requestId: string): Document {
  const { text } =
    html`<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::${account}:root</Arn><UserId>${account}</UserId><Account>${account}</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;
  return new Document("text/xml", text);
}

function whatIsHere({ action, version }: QueryCall): string {
  switch (version) {
    case olderSesVersion:
      return `${action} is of the older SES API, of which there is here what sends mail and what is about identities, templates, configuration sets and custom verification. No mail is received here, nor bounced; who is told of events says an event destination of a configuration set.`;
    case snsVersion:
      return `There is no ${action} here: of SNS there is ConfirmSubscription alone. Topics are made under /signet/v1/topics.`;
    case stsVersion:
      return `There is no ${action} here: of STS there is GetCallerIdentity alone.`;
    default:
      return `There is no ${action} here: Signet speaks the APIs of SES.`;
  }
}
