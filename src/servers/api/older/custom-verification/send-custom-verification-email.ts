import type { OlderHandler } from "#servers/api/handler.ts";
import { refusedAs } from "#servers/api/older-refusal.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { sendingCaller } from "#servers/api/sending-caller.ts";
import { unknownTemplate } from "./unknown-template.ts";

export function sendCustomVerificationEmail({
  customVerification,
}: Pick<Services, "customVerification">): OlderHandler<"SendCustomVerificationEmail"> {
  return async ({ EmailAddress, TemplateName, ConfigurationSetName }, caller) => {
    const request = {
      address: EmailAddress,
      template: TemplateName,
      configurationSet: ConfigurationSetName,
    };
    const { messageId } = await refusedAs(
      unknownTemplate,
      async () => await customVerification.send(sendingCaller(caller), request),
    );
    return { MessageId: messageId };
  };
}
