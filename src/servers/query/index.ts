import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from "fastify";
import { type Html, html } from "#platform/html.ts";

/** Who knows topics' subscriptions. */
export interface SubscriptionConfirmer {
  /** Answers the subscription's ARN; undefined: the token is none of ours. */
  confirm(token: string): Promise<string | undefined>;
}

/** A call in AWS's Query protocol. */
interface Call {
  readonly action: string;
  /** Of the service's API: by it they are told apart, all being posted to `/`. */
  readonly version: string;
  readonly form: URLSearchParams;
}

const snsVersion = "2010-03-31";
const olderSesVersion = "2010-12-01";

/**
 * What the AWS SDKs' clients for other services than SESv2 post to `/`, pointed at us. SNS's confirmation of a subscription is carried out,
 * for programs that confirm by this call rather than by following the link: the token proves them. All others are told what is here,
 * in XML: of JSON these clients say no more than that they cannot read it.
 */
export function queryCalls({ topics }: { topics: SubscriptionConfirmer }): FastifyPluginCallback {
  return (server, _options, done) => {
    server.post("/", async (request, reply) => {
      const call = readCall(request);
      if (call === undefined) return reply.callNotFound();
      if (call.version !== snsVersion || call.action !== "ConfirmSubscription") {
        return refuse(request, reply, "InvalidAction", whatIsHere(call));
      }
      const arn = await topics.confirm(call.form.get("Token") ?? "");
      if (arn === undefined) return refuse(request, reply, "InvalidParameter", "Invalid parameter: Token");
      return xml(
        reply,
        html`<ConfirmSubscriptionResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><ConfirmSubscriptionResult><SubscriptionArn>${arn}</SubscriptionArn></ConfirmSubscriptionResult><ResponseMetadata><RequestId>${request.id}</RequestId></ResponseMetadata></ConfirmSubscriptionResponse>`,
      );
    });
    done();
  };
}

/** Out of the body, or the query, where clients from before SDKs put it. */
function readCall({ body, url }: FastifyRequest): Call | undefined {
  const isInBody = body instanceof Uint8Array && body.length > 0;
  const [, query = ""] = url.split("?", 2);
  const form = new URLSearchParams(isInBody ? Buffer.from(body).toString("latin1") : query);
  const action = form.get("Action") ?? "";
  // The older API of SES takes one without a version, and old clients send that.
  const version = form.get("Version") ?? olderSesVersion;
  return /^\w{1,128}$/.test(action) ? { action, version, form } : undefined;
}

function whatIsHere({ action, version }: Call): string {
  switch (version) {
    case olderSesVersion:
      return `${action} is of the older SES API. Signet speaks the SES API v2 alone: use your SDK's client for it, such as client("sesv2") of boto3, @aws-sdk/client-sesv2 or aws sesv2, or SMTP.`;
    case snsVersion:
      return `There is no ${action} here: of SNS there is ConfirmSubscription alone. Topics are made under /signet/v1/topics.`;
    default:
      return `There is no ${action} here: Signet speaks the SES API v2.`;
  }
}

function refuse(request: FastifyRequest, reply: FastifyReply, code: string, message: string): FastifyReply {
  return xml(
    reply.code(400),
    html`<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>${request.id}</RequestId></ErrorResponse>`,
  );
}

/** Without a charset, as AWS has it: it is UTF-8. */
function xml(reply: FastifyReply, { text }: Html): FastifyReply {
  return reply
    .headers({ "x-amzn-RequestId": reply.request.id, "cache-control": "no-store" })
    .header("content-type", "text/xml")
    .serializer(String)
    .send(text);
}
