import type { CustomTemplate, ListedTemplate } from "#features/custom-verification/index.ts";
import type { Input } from "#servers/api/wire/index.ts";

export function readWords(input: Input<"UpdateCustomVerificationEmailTemplate">) {
  return {
    name: input.TemplateName,
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
