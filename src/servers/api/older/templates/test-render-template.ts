import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function testRenderTemplate({
  samples,
}: Pick<Services, "samples">): OlderHandler<"TestRenderTemplate"> {
  return async ({ TemplateName, TemplateData }, { owner }) => ({
    RenderedTemplate: await samples.ofTemplate(owner, TemplateName, TemplateData),
  });
}
