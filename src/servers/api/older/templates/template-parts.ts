import type { TemplateContent } from "#features/templates/index.ts";
import type { OlderInput } from "#servers/api/wire/index.ts";

type Parts = OlderInput<"CreateTemplate">["Template"];

export function readParts({ SubjectPart, TextPart, HtmlPart }: Parts): TemplateContent {
  return { subject: SubjectPart, text: TextPart, html: HtmlPart };
}
