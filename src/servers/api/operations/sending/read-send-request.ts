import type { SendContent, SendRequest } from "#features/sending/index.ts";
import { CallerError } from "#platform/errors.ts";
import type { Caller } from "#servers/api/auth/caller.ts";
import { sendingCaller } from "#servers/api/sending-caller.ts";
import type { Input } from "#servers/api/wire/index.ts";
import { additions, destinationOf, tagsOf, templateChoice, trackingOf } from "./message-parts.ts";

/** As events and policies name the call. */
const operations = {
  simple: "SendEmail",
  raw: "SendRawEmail",
  template: "SendTemplatedEmail",
} as const satisfies Record<SendContent["kind"], SendRequest["operation"]>;

/** SendEmail's request in our words. */
export function sendRequest(input: Input<"SendEmail">, caller: Caller): SendRequest {
  const content = contentOf(input.Content, caller);
  return {
    caller: sendingCaller(caller),
    operation: operations[content.kind],
    from: input.FromEmailAddress,
    arns: {
      from: input.FromEmailAddressIdentityArn,
      source: undefined,
      returnPath: input.FeedbackForwardingEmailAddressIdentityArn,
    },
    destination: input.Destination && destinationOf(input.Destination),
    replyTo: input.ReplyToAddresses ?? [],
    feedbackTo: input.FeedbackForwardingEmailAddress,
    content,
    tags: tagsOf(input.EmailTags),
    configurationSet: input.ConfigurationSetName,
    list: input.ListManagementOptions && {
      list: input.ListManagementOptions.ContactListName,
      topic: input.ListManagementOptions.TopicName,
    },
    tenant: input.TenantName,
    tracking: trackingOf(input.ConfigurationOverrides),
  };
}

function contentOf({ Simple, Raw, Template }: Input<"SendEmail">["Content"], { owner }: Caller): SendContent {
  const given = [Simple, Raw, Template].filter((one) => one !== undefined);
  if (given.length !== 1) {
    const message = "exactly one of Simple, Raw and Template must be given";
    throw new CallerError("bad-request", `Content: ${message}.`, [{ path: "Content", message }]);
  }
  if (Raw !== undefined) return { kind: "raw", data: Raw.Data };
  if (Simple !== undefined) return simpleContent(Simple);
  if (Template === undefined) throw new Error("Content of no kind was let through.");
  return {
    kind: "template",
    template: templateChoice(Template, owner),
    data: [Template.TemplateData ?? "{}"],
    ...additions(Template),
  };
}

/** @param place how the caller calls it. Throws `bad-request`. */
export function simpleContent(
  simple: NonNullable<Input<"SendEmail">["Content"]["Simple"]>,
  place = "Content.Simple",
): SendContent {
  const { Text, Html } = simple.Body;
  if (Text === undefined && Html === undefined) {
    const message = "Text, Html or both must be given";
    throw new CallerError("bad-request", `${place}.Body: ${message}.`, [{ path: `${place}.Body`, message }]);
  }
  return {
    kind: "simple",
    subject: simple.Subject.Data,
    text: Text?.Data,
    html: Html?.Data,
    ...additions(simple),
  };
}
