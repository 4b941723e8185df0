import type {
  Additions,
  Attachment,
  Destination,
  MessageTag,
  SendRequest,
  TemplateChoice,
} from "#features/sending/index.ts";
import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import { readArn } from "#protocols/arn/arn.ts";
import type { Input } from "#servers/api/wire/index.ts";

type Template = NonNullable<Input<"SendEmail">["Content"]["Template"]>;
type Simple = NonNullable<Input<"SendEmail">["Content"]["Simple"]>;
type WireAttachment = NonNullable<Simple["Attachments"]>[number];
type WireTags = Input<"SendEmail">["EmailTags"];
type Overrides = Input<"SendEmail">["ConfigurationOverrides"];

export function destinationOf(given: NonNullable<Input<"SendEmail">["Destination"]>): Destination {
  return {
    to: given.ToAddresses ?? [],
    cc: given.CcAddresses ?? [],
    bcc: given.BccAddresses ?? [],
  };
}

export function tagsOf(tags: WireTags): readonly MessageTag[] | undefined {
  return tags?.map(({ Name, Value }) => ({ name: Name, value: Value }));
}

/** Those of a bulk call, with those of one of its messages over them. */
export function mergedTags(defaults: WireTags, replacing: WireTags): readonly MessageTag[] | undefined {
  if (defaults === undefined && replacing === undefined) return undefined;
  const tags = [...(tagsOf(defaults) ?? []), ...(tagsOf(replacing) ?? [])];
  return [...new Map(tags.map((tag) => [tag.name, tag])).values()];
}

export function trackingOf(overrides: Overrides): SendRequest["tracking"] {
  const { OpenTrackingEnabled: opens, ClickTrackingEnabled: clicks } = overrides?.Tracking ?? {};
  return {
    opens: opens === undefined ? undefined : opens === "ENABLED",
    clicks: clicks === undefined ? undefined : clicks === "ENABLED",
  };
}

export function additions({ Headers, Attachments }: Pick<Simple, "Headers" | "Attachments">): Additions {
  return {
    headers: (Headers ?? []).map(({ Name, Value }) => ({ name: Name, value: Value })),
    attachments: (Attachments ?? []).map(attachmentOf),
  };
}

const transferEncodings = {
  BASE64: "base64",
  QUOTED_PRINTABLE: "quoted-printable",
  SEVEN_BIT: "7bit",
} as const;

function attachmentOf(given: WireAttachment): Attachment {
  return {
    fileName: given.FileName,
    content: given.RawContent,
    contentType: given.ContentType,
    contentId: given.ContentId,
    description: given.ContentDescription,
    disposition: given.ContentDisposition === "INLINE" ? "inline" : "attachment",
    transferEncoding: given.ContentTransferEncoding && transferEncodings[given.ContentTransferEncoding],
  };
}

/** Exactly one of the three ways to name a template. Throws `bad-request`, and `not-found` for the ARN of somebody else's. */
export function templateChoice(
  { TemplateName, TemplateArn, TemplateContent }: Template,
  owner: Owner,
): TemplateChoice {
  const given = [TemplateName, TemplateArn, TemplateContent].filter((one) => one !== undefined);
  if (given.length !== 1) {
    throw refusal("exactly one of TemplateName, TemplateArn and TemplateContent must be given");
  }
  if (TemplateContent !== undefined) {
    const { Subject: subject, Text: text, Html: html } = TemplateContent;
    return {
      inline: {
        ...(subject === undefined ? {} : { subject }),
        ...(text === undefined ? {} : { text }),
        ...(html === undefined ? {} : { html }),
      },
    };
  }
  const name = TemplateName ?? nameInArn(TemplateArn ?? "", owner);
  if (name === undefined || name === "") throw refusal("the template's name is missing");
  return { name };
}

function nameInArn(text: string, { account, region }: Owner): string | undefined {
  const arn = readArn(text);
  if (arn?.service !== "ses" || !arn.resource.startsWith("template/")) return undefined;
  if (arn.account !== account || arn.region !== region) {
    throw new CallerError("unknown-template", `Template ${text} does not exist.`);
  }
  return arn.resource.slice("template/".length);
}

function refusal(message: string): CallerError {
  return new CallerError("bad-request", `Content.Template: ${message}.`, [
    { path: "Content.Template", message },
  ]);
}
