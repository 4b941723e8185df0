import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { readParts } from "./template-parts.ts";

export function createTemplate({ templates }: Pick<Services, "templates">): OlderHandler<"CreateTemplate"> {
  return async ({ Template }, { owner }) => {
    await templates.create(owner, { name: Template.TemplateName, content: readParts(Template), tags: [] });
    return {};
  };
}
