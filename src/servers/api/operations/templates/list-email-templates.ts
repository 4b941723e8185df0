import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function listEmailTemplates({
  templates,
}: Pick<Services, "templates">): OperationHandler<"ListEmailTemplates"> {
  return async ({ PageSize, NextToken }, { owner }) => {
    const { items, nextToken } = await templates.list(owner, { size: PageSize, token: NextToken });
    return {
      TemplatesMetadata: items.map(({ name, createdAt }) => ({
        TemplateName: name,
        CreatedTimestamp: new Date(createdAt),
      })),
      ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    };
  };
}
