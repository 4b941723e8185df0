import { setImmediate as nextTurn } from "node:timers/promises";
import type { Sending, SendRequest } from "#features/sending/index.ts";
import { CallerError, type Problem } from "#platform/errors.ts";
import type { Caller } from "#servers/api/auth/caller.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { sendingCaller } from "#servers/api/sending-caller.ts";
import type { Input, Output } from "#servers/api/wire/index.ts";
import { additions, destinationOf, tagsOf, templateChoice, trackingOf } from "./message-parts.ts";

type BulkInput = Input<"SendBulkEmail">;
type Entry = BulkInput["BulkEmailEntries"][number];
type Result = NonNullable<Output<"SendBulkEmail">["BulkEmailEntryResults"]>[number];

/** SES's limit for one call. */
const mostDestinations = 50;
const mostAtOnce = 10;

export function sendBulkEmail({ sending }: Pick<Services, "sending">): OperationHandler<"SendBulkEmail"> {
  return async (input, caller) => {
    const requestFor = bulkRequests(input, caller);
    const results: Promise<Result>[] = [];
    for (const [at, entry] of input.BulkEmailEntries.entries()) {
      // Writing one may take a tenth of a second and 10 MB: others have their turn between them, and few are in memory at a time.
      await Promise.all([results[at - mostAtOnce], nextTurn()]);
      const result = sendOne(sending, requestFor(entry));
      // What is wrong with it is thrown where it is waited for.
      result.catch(() => {});
      results.push(result);
    }
    return { BulkEmailEntryResults: await Promise.all(results) };
  };
}

/** One entry's failure is told in its place; the others are sent. */
async function sendOne(sending: Sending, request: SendRequest): Promise<Result> {
  try {
    const { messageId } = await sending.send(request);
    return { Status: "SUCCESS", MessageId: messageId };
  } catch (error) {
    if (!(error instanceof CallerError)) throw error;
    return { Status: statuses[error.problem] ?? "FAILED", Error: error.message };
  }
}

function bulkRequests(input: BulkInput, caller: Caller): (entry: Entry) => SendRequest {
  const { Template } = input.DefaultContent;
  if (Template === undefined) throw refusal("DefaultContent.Template", "must be given");
  if (input.BulkEmailEntries.length === 0 || input.BulkEmailEntries.length > mostDestinations) {
    throw refusal("BulkEmailEntries", `must have 1 to ${mostDestinations} entries`);
  }
  const template = templateChoice(Template, caller.owner);
  const { headers, attachments } = additions(Template);
  const defaults = {
    caller: sendingCaller(caller),
    operation: "SendBulkTemplatedEmail",
    from: input.FromEmailAddress,
    arns: {
      from: input.FromEmailAddressIdentityArn,
      source: undefined,
      returnPath: input.FeedbackForwardingEmailAddressIdentityArn,
    },
    replyTo: input.ReplyToAddresses ?? [],
    feedbackTo: input.FeedbackForwardingEmailAddress,
    configurationSet: input.ConfigurationSetName,
    list: undefined,
    tenant: input.TenantName,
    tracking: trackingOf(input.ConfigurationOverrides),
  } as const;
  return ({ Destination, ReplacementEmailContent, ReplacementHeaders, ReplacementTags }) => {
    const replacing = (ReplacementHeaders ?? []).map(({ Name, Value }) => ({ name: Name, value: Value }));
    const replaced = new Set(replacing.map(({ name }) => name.toLowerCase()));
    const data = ReplacementEmailContent?.ReplacementTemplate?.ReplacementTemplateData;
    return {
      ...defaults,
      destination: destinationOf(Destination),
      content: {
        kind: "template",
        template,
        data: [Template.TemplateData ?? "{}", ...(data === undefined ? [] : [data])],
        headers: [...headers.filter(({ name }) => !replaced.has(name.toLowerCase())), ...replacing],
        attachments,
      },
      tags: mergedTags(input.DefaultEmailTags, ReplacementTags),
    };
  };
}

function mergedTags(defaults: BulkInput["DefaultEmailTags"], replacing: Entry["ReplacementTags"]) {
  if (defaults === undefined && replacing === undefined) return undefined;
  const tags = [...(tagsOf(defaults) ?? []), ...(tagsOf(replacing) ?? [])];
  return [...new Map(tags.map((tag) => [tag.name, tag])).values()];
}

type BulkStatus = NonNullable<Result["Status"]>;

const statuses: Partial<Record<Problem, BulkStatus>> = {
  "message-rejected": "MESSAGE_REJECTED",
  "mail-from-domain-not-verified": "MAIL_FROM_DOMAIN_NOT_VERIFIED",
  "unknown-configuration-set": "CONFIGURATION_SET_NOT_FOUND",
  "configuration-set-paused": "CONFIGURATION_SET_SENDING_PAUSED",
  "unknown-template": "TEMPLATE_NOT_FOUND",
  "account-suspended": "ACCOUNT_SUSPENDED",
  "sending-paused": "ACCOUNT_SENDING_PAUSED",
  "too-many-requests": "ACCOUNT_THROTTLED",
  "quota-exceeded": "ACCOUNT_DAILY_QUOTA_EXCEEDED",
  "bad-request": "INVALID_PARAMETER",
  "not-found": "INVALID_PARAMETER",
  unavailable: "TRANSIENT_FAILURE",
};

function refusal(path: string, message: string): CallerError {
  return new CallerError("bad-request", `${path} ${message}.`, [{ path, message }]);
}
