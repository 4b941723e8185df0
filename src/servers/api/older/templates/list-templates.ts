import type { OlderHandler } from "#servers/api/handler.ts";
import { pageOf } from "#servers/api/older/page-of.ts";
import type { Services } from "#servers/api/operations/services.ts";

/** As SES has it: who asks for more gets these. */
const largestPage = 100;

export function listTemplates({ templates }: Pick<Services, "templates">): OlderHandler<"ListTemplates"> {
  return async ({ MaxItems = largestPage, ...input }, { owner }) => {
    const page = pageOf({ ...input, MaxItems: Math.min(MaxItems, largestPage) });
    const { items, nextToken } = await templates.list(owner, page);
    return {
      TemplatesMetadata: items.map(({ name, createdAt }) => ({
        Name: name,
        CreatedTimestamp: new Date(createdAt),
      })),
      NextToken: nextToken,
    };
  };
}
