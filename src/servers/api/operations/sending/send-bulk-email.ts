import type { SendRequest } from "#features/sending/index.ts";
import { badMember } from "#platform/errors.ts";
import type { Caller } from "#servers/api/auth/caller.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { sendingCaller } from "#servers/api/sending-caller.ts";
import type { Input } from "#servers/api/wire/index.ts";
import { additions, destinationOf, mergedTags, templateChoice, trackingOf } from "./message-parts.ts";
import { requireFew, sendAll } from "./send-all.ts";

type BulkInput = Input<"SendBulkEmail">;
type Entry = BulkInput["BulkEmailEntries"][number];

export function sendBulkEmail({ sending }: Pick<Services, "sending">): OperationHandler<"SendBulkEmail"> {
  return async (input, caller) => {
    const requestFor = bulkRequests(input, caller);
    return { BulkEmailEntryResults: await sendAll(sending, input.BulkEmailEntries, requestFor) };
  };
}

function bulkRequests(input: BulkInput, caller: Caller): (entry: Entry) => SendRequest {
  const { Template } = input.DefaultContent;
  if (Template === undefined) throw badMember("DefaultContent.Template", "must be given");
  requireFew("BulkEmailEntries", input.BulkEmailEntries);
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
