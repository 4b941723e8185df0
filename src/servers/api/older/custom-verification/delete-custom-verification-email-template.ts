import type { OlderHandler } from "#servers/api/handler.ts";
import { refusedAs } from "#servers/api/older-refusal.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { unknownTemplate } from "./unknown-template.ts";

export function deleteCustomVerificationEmailTemplate({
  customVerification,
}: Pick<Services, "customVerification">): OlderHandler<"DeleteCustomVerificationEmailTemplate"> {
  return async ({ TemplateName }, { owner }) => {
    await refusedAs(unknownTemplate, async () => await customVerification.remove(owner, TemplateName));
    return {};
  };
}
