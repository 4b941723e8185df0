import type { OlderHandler } from "#servers/api/handler.ts";
import { refusedAs } from "#servers/api/older-refusal.ts";
import { writeWords } from "#servers/api/operations/custom-verification/template-words.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { unknownTemplate } from "./unknown-template.ts";

export function getCustomVerificationEmailTemplate({
  customVerification,
}: Pick<Services, "customVerification">): OlderHandler<"GetCustomVerificationEmailTemplate"> {
  return async ({ TemplateName }, { owner }, asked) => {
    await asked.makeRoom(owner);
    return await refusedAs(unknownTemplate, async () =>
      writeWords(await customVerification.get(owner, TemplateName)),
    );
  };
}
