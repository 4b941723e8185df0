import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function testRenderEmailTemplate({
  samples,
}: Pick<Services, "samples">): OperationHandler<"TestRenderEmailTemplate"> {
  return async ({ TemplateName, TemplateData }, { owner }) => ({
    RenderedTemplate: await samples.ofTemplate(owner, TemplateName, TemplateData),
  });
}
