import { withResource } from "#servers/api/dialects/resource.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { writeTemplateContent } from "./template-content.ts";

export function getEmailTemplate({
  templates,
}: Pick<Services, "templates">): OperationHandler<"GetEmailTemplate"> {
  return async ({ TemplateName }, { owner }) => {
    const template = await templates.get(owner, TemplateName);
    const output = {
      TemplateName: template.name,
      TemplateContent: writeTemplateContent(template),
      Tags: template.tags.map(({ key, value }) => ({ Key: key, Value: value })),
    };
    return withResource(output, template);
  };
}
