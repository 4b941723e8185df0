import { CallerError } from "#platform/errors.ts";
import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

/** One that is not there is as good as deleted. */
export function deleteTemplate({ templates }: Pick<Services, "templates">): OlderHandler<"DeleteTemplate"> {
  return async ({ TemplateName }, { owner }) => {
    try {
      await templates.remove(owner, TemplateName);
    } catch (error) {
      if (!(error instanceof CallerError) || error.problem !== "unknown-template") throw error;
    }
    return {};
  };
}
