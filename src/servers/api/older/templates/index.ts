import type { OlderHandlers } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { createTemplate } from "./create-template.ts";
import { deleteTemplate } from "./delete-template.ts";
import { getTemplate } from "./get-template.ts";
import { listTemplates } from "./list-templates.ts";
import { testRenderTemplate } from "./test-render-template.ts";
import { updateTemplate } from "./update-template.ts";

export function olderTemplateCalls(services: Services) {
  return {
    CreateTemplate: createTemplate(services),
    DeleteTemplate: deleteTemplate(services),
    GetTemplate: getTemplate(services),
    ListTemplates: listTemplates(services),
    TestRenderTemplate: testRenderTemplate(services),
    UpdateTemplate: updateTemplate(services),
  } satisfies OlderHandlers;
}
