import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function deleteCustomVerificationEmailTemplate({
  customVerification,
}: Pick<Services, "customVerification">): OperationHandler<"DeleteCustomVerificationEmailTemplate"> {
  return async ({ TemplateName }, { owner }) => {
    await customVerification.remove(owner, TemplateName);
    return {};
  };
}
