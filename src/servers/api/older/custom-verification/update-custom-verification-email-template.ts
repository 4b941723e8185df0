import type { OlderHandler } from "#servers/api/handler.ts";
import { refusedAs } from "#servers/api/older-refusal.ts";
import { readWords } from "#servers/api/operations/custom-verification/template-words.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { unknownTemplate } from "./unknown-template.ts";

/** What is not given stays as it is. */
export function updateCustomVerificationEmailTemplate({
  customVerification,
}: Pick<Services, "customVerification">): OlderHandler<"UpdateCustomVerificationEmailTemplate"> {
  return async (input, { owner }) => {
    await refusedAs(
      unknownTemplate,
      async () => await customVerification.update(owner, input.TemplateName, readWords(input)),
    );
    return {};
  };
}
