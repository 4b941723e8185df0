import { withResource } from "#servers/api/dialects/resource.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { writeTags } from "#servers/api/operations/tags/tag-list.ts";
import { writeWords } from "./template-words.ts";

export function getCustomVerificationEmailTemplate({
  customVerification,
}: Pick<Services, "customVerification">): OperationHandler<"GetCustomVerificationEmailTemplate"> {
  return async ({ TemplateName }, { owner }, asked) => {
    await asked.makeRoom(owner);
    const template = await customVerification.get(owner, TemplateName);
    const output = {
      ...writeWords(template),
      Tags: writeTags(template.tags),
    };
    return withResource(output, template);
  };
}
