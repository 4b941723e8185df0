import type { CustomTemplate, ListedTemplate } from "#features/custom-verification/index.ts";
import type { Input } from "#servers/api/wire/index.ts";

type WireWords = Omit<Input<"UpdateCustomVerificationEmailTemplate">, "TemplateName">;

type Words<Text> = Record<"sender" | "subject" | "content" | "successUrl" | "failureUrl", Text>;

/** The older API's call that changes a template may leave some out. */
export function readWords(input: WireWords): Words<string>;
export function readWords(input: Partial<WireWords>): Words<string | undefined>;
export function readWords(input: Partial<WireWords>): Words<string | undefined> {
  return {
    sender: input.FromEmailAddress,
    subject: input.TemplateSubject,
    content: input.TemplateContent,
    successUrl: input.SuccessRedirectionURL,
    failureUrl: input.FailureRedirectionURL,
  };
}

/** All but the content, which lists leave out. */
export function writeMetadata({ name, sender, subject, successUrl, failureUrl }: ListedTemplate) {
  return {
    TemplateName: name,
    FromEmailAddress: sender,
    TemplateSubject: subject,
    SuccessRedirectionURL: successUrl,
    FailureRedirectionURL: failureUrl,
  };
}

export function writeWords(template: CustomTemplate) {
  return { ...writeMetadata(template), TemplateContent: template.content };
}
