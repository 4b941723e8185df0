import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function deleteEmailTemplate({
  templates,
}: Pick<Services, "templates">): OperationHandler<"DeleteEmailTemplate"> {
  return async ({ TemplateName }, { owner }) => {
    await templates.remove(owner, TemplateName);
    return {};
  };
}
