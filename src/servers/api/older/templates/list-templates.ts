import type { OlderHandler } from "#servers/api/handler.ts";
import { pageOf } from "#servers/api/older/page-of.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function listTemplates({ templates }: Pick<Services, "templates">): OlderHandler<"ListTemplates"> {
  return async (input, { owner }) => {
    const { items, nextToken } = await templates.list(owner, pageOf(input));
    return {
      TemplatesMetadata: items.map(({ name, createdAt }) => ({
        Name: name,
        CreatedTimestamp: new Date(createdAt),
      })),
      NextToken: nextToken,
    };
  };
}
