import type { TemplateContent } from "#features/templates/index.ts";
import type { Input, Output } from "#servers/api/wire/index.ts";

type WireContent = Input<"CreateEmailTemplate">["TemplateContent"];

export function readTemplateContent({ Subject, Text, Html }: WireContent): TemplateContent {
  return { subject: Subject, text: Text, html: Html };
}

export function writeTemplateContent({
  subject,
  text,
  html,
}: TemplateContent): Output<"GetEmailTemplate">["TemplateContent"] {
  return {
    ...(subject === undefined ? {} : { Subject: subject }),
    ...(text === undefined ? {} : { Text: text }),
    ...(html === undefined ? {} : { Html: html }),
  };
}
