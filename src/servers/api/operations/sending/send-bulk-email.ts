import type { SendRequest } from "#features/sending/index.ts";
import { badMember } from "#platform/errors.ts";
import type { Caller } from "#servers/api/auth/caller.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { sendingCaller } from "#servers/api/sending-caller.ts";
import type { Input } from "#servers/api/wire/index.ts";
import { inRegion } from "./in-region.ts";
import { additions, destinationOf, mergedTags, templateChoice, trackingOf } from "./message-parts.ts";
import { requireFew, sendAll } from "./send-all.ts";

type BulkInput = Input<"SendBulkEmail">;
type Entry = BulkInput["BulkEmailEntries"][number];

export function sendBulkEmail({
  sending,
  multiRegionEndpoints,
}: Pick<Services, "sending" | "multiRegionEndpoints">): OperationHandler<"SendBulkEmail"> {
  return async (input, caller) => {
    const route = await multiRegionEndpoints.route(caller.owner, input.EndpointId);
    const requestsIn = remembered((region) => bulkRequests(input, inRegion(caller, region)));
    // What is wrong with all of it in every region is the call's fault, and not that of each message.
    await route.send(async (region) => requestsIn(region));
    const send = async (entry: Entry) =>
      await route.send(async (region) => await sending.send(requestsIn(region)(entry)));
    return { BulkEmailEntryResults: await sendAll(input.BulkEmailEntries, send) };
  };
}

function remembered<Value>(make: (name: string) => Value): (name: string) => Value {
  const made = new Map<string, Value>();
  return (name) => {
    const value = made.get(name) ?? make(name);
    made.set(name, value);
    return value;
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
