import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function testRenderEmailTemplate({
  sending,
}: Pick<Services, "sending">): OperationHandler<"TestRenderEmailTemplate"> {
  return async ({ TemplateName, TemplateData }, { owner }) => ({
    RenderedTemplate: await sending.renderOnly(owner, TemplateName, TemplateData),
  });
}
