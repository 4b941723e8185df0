import type { OperationHandlers } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { createEmailTemplate } from "./create-email-template.ts";
import { deleteEmailTemplate } from "./delete-email-template.ts";
import { getEmailTemplate } from "./get-email-template.ts";
import { listEmailTemplates } from "./list-email-templates.ts";
import { testRenderEmailTemplate } from "./test-render-email-template.ts";
import { updateEmailTemplate } from "./update-email-template.ts";

export function templatesOperations(services: Services) {
  return {
    CreateEmailTemplate: createEmailTemplate(services),
    DeleteEmailTemplate: deleteEmailTemplate(services),
    GetEmailTemplate: getEmailTemplate(services),
    ListEmailTemplates: listEmailTemplates(services),
    TestRenderEmailTemplate: testRenderEmailTemplate(services),
    UpdateEmailTemplate: updateEmailTemplate(services),
  } satisfies OperationHandlers;
}
