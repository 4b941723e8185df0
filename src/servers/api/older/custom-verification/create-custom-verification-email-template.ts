import type { OlderHandler } from "#servers/api/handler.ts";
import { refusedAs } from "#servers/api/older-refusal.ts";
import { readWords } from "#servers/api/operations/custom-verification/template-words.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function createCustomVerificationEmailTemplate({
  customVerification,
}: Pick<Services, "customVerification">): OlderHandler<"CreateCustomVerificationEmailTemplate"> {
  return async (input, { owner }) => {
    const codes = { "already-exists": "CustomVerificationEmailTemplateAlreadyExists" };
    const template = { name: input.TemplateName, ...readWords(input) };
    await refusedAs(codes, async () => await customVerification.create(owner, template, []));
    return {};
  };
}
