import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { readParts } from "./template-parts.ts";

export function updateTemplate({ templates }: Pick<Services, "templates">): OlderHandler<"UpdateTemplate"> {
  return async ({ Template }, { owner }) => {
    await templates.update(owner, Template.TemplateName, readParts(Template));
    return {};
  };
}
