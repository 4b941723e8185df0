import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function getTemplate({ templates }: Pick<Services, "templates">): OlderHandler<"GetTemplate"> {
  return async ({ TemplateName }, { owner }) => {
    const { name, subject, text, html } = await templates.get(owner, TemplateName);
    return { Template: { TemplateName: name, SubjectPart: subject, TextPart: text, HtmlPart: html } };
  };
}
