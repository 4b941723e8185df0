import { withResource } from "#servers/api/dialects/resource.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { writeTags } from "#servers/api/operations/tags/tag-list.ts";
import { writeTemplateContent } from "./template-content.ts";

export function getEmailTemplate({
  templates,
}: Pick<Services, "templates">): OperationHandler<"GetEmailTemplate"> {
  return async ({ TemplateName }, { owner }) => {
    const template = await templates.get(owner, TemplateName);
    const output = {
      TemplateName: template.name,
      TemplateContent: writeTemplateContent(template),
      Tags: writeTags(template.tags),
    };
    return withResource(output, template);
  };
}
