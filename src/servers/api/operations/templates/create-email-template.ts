import { withResource } from "#servers/api/dialects/resource.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { readTags } from "#servers/api/operations/tags/tag-list.ts";
import { readTemplateContent } from "./template-content.ts";

export function createEmailTemplate({
  templates,
}: Pick<Services, "templates">): OperationHandler<"CreateEmailTemplate"> {
  return async ({ TemplateName, TemplateContent, Tags }, { owner }) => {
    const template = await templates.create(owner, {
      name: TemplateName,
      content: readTemplateContent(TemplateContent),
      tags: readTags(Tags),
    });
    return withResource({}, template);
  };
}
