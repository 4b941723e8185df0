import { withResource } from "#servers/api/dialects/resource.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { readTags } from "#servers/api/operations/tags/tag-list.ts";
import { readWords } from "./template-words.ts";

export function createCustomVerificationEmailTemplate({
  customVerification,
}: Pick<Services, "customVerification">): OperationHandler<"CreateCustomVerificationEmailTemplate"> {
  return async ({ Tags, ...input }, { owner }) => {
    const template = { name: input.TemplateName, ...readWords(input) };
    return withResource({}, await customVerification.create(owner, template, readTags(Tags)));
  };
}
