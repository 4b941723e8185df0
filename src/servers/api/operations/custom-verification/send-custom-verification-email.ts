import type { OperationHandler } from "#servers/api/handler.ts";
import { sentMessage } from "#servers/api/operations/sending/sent-message.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { sendingCaller } from "#servers/api/sending-caller.ts";

export function sendCustomVerificationEmail({
  customVerification,
}: Pick<Services, "customVerification">): OperationHandler<"SendCustomVerificationEmail"> {
  return async ({ EmailAddress, TemplateName, ConfigurationSetName }, caller) =>
    sentMessage(
      await customVerification.send(sendingCaller(caller), {
        address: EmailAddress,
        template: TemplateName,
        configurationSet: ConfigurationSetName,
      }),
    );
}
