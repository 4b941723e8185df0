import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { readTemplateContent } from "./template-content.ts";

export function updateEmailTemplate({
  templates,
}: Pick<Services, "templates">): OperationHandler<"UpdateEmailTemplate"> {
  return async ({ TemplateName, TemplateContent }, { owner }) => {
    await templates.update(owner, TemplateName, readTemplateContent(TemplateContent));
    return {};
  };
}
