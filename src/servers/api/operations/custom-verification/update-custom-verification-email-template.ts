import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { readWords } from "./template-words.ts";

export function updateCustomVerificationEmailTemplate({
  customVerification,
}: Pick<Services, "customVerification">): OperationHandler<"UpdateCustomVerificationEmailTemplate"> {
  return async (input, { owner }) => {
    await customVerification.update(owner, input.TemplateName, readWords(input));
    return {};
  };
}
