import type { SendRequest } from "#features/sending/index.ts";
import type { Caller } from "#servers/api/auth/caller.ts";
import { tagsOf, templateChoice } from "#servers/api/operations/sending/message-parts.ts";
import { sendingCaller } from "#servers/api/sending-caller.ts";
import type { OlderInput } from "#servers/api/wire/index.ts";

type Members = Pick<
  OlderInput<"SendTemplatedEmail">,
  "ReplyToAddresses" | "ReturnPath" | "SourceArn" | "ReturnPathArn" | "ConfigurationSetName" | "Tags"
> & { readonly Source?: string; readonly FromArn?: string };

/** What the calls that send have alike. The older API has no tenants, lists and overrides; X-SES- fields of a raw message may name them. */
export function commonMembers(input: Members, caller: Caller) {
  return {
    caller: sendingCaller(caller),
    apiVersion: "1",
    from: input.Source,
    arns: { from: input.FromArn, source: input.SourceArn, returnPath: input.ReturnPathArn },
    replyTo: input.ReplyToAddresses ?? [],
    feedbackTo: input.ReturnPath,
    tags: tagsOf(input.Tags),
    configurationSet: input.ConfigurationSetName,
    list: undefined,
    tenant: undefined,
    tracking: {},
  } as const satisfies Partial<SendRequest>;
}

/** The ARN goes before the name, which must be given too. */
export function namedTemplate(
  { Template, TemplateArn }: Pick<OlderInput<"SendTemplatedEmail">, "Template" | "TemplateArn">,
  { owner }: Caller,
) {
  return TemplateArn === undefined ? { name: Template } : templateChoice({ TemplateArn }, owner);
}
