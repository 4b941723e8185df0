import type { OlderHandlers } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { createCustomVerificationEmailTemplate } from "./create-custom-verification-email-template.ts";
import { deleteCustomVerificationEmailTemplate } from "./delete-custom-verification-email-template.ts";
import { getCustomVerificationEmailTemplate } from "./get-custom-verification-email-template.ts";
import { listCustomVerificationEmailTemplates } from "./list-custom-verification-email-templates.ts";
import { sendCustomVerificationEmail } from "./send-custom-verification-email.ts";
import { updateCustomVerificationEmailTemplate } from "./update-custom-verification-email-template.ts";

export function olderCustomVerificationCalls(services: Services) {
  return {
    CreateCustomVerificationEmailTemplate: createCustomVerificationEmailTemplate(services),
    DeleteCustomVerificationEmailTemplate: deleteCustomVerificationEmailTemplate(services),
    GetCustomVerificationEmailTemplate: getCustomVerificationEmailTemplate(services),
    ListCustomVerificationEmailTemplates: listCustomVerificationEmailTemplates(services),
    SendCustomVerificationEmail: sendCustomVerificationEmail(services),
    UpdateCustomVerificationEmailTemplate: updateCustomVerificationEmailTemplate(services),
  } satisfies OlderHandlers;
}
