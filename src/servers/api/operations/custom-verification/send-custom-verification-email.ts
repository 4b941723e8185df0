import type { OperationHandler } from "#servers/api/handler.ts";
import { sentMessage } from "#servers/api/operations/sending/sent-message.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function sendCustomVerificationEmail({
  customVerification,
  configurationSets,
}: Pick<
  Services,
  "customVerification" | "configurationSets"
>): OperationHandler<"SendCustomVerificationEmail"> {
  return async ({ EmailAddress, TemplateName, ConfigurationSetName }, { owner }) => {
    if (ConfigurationSetName !== undefined) await configurationSets.get(owner, ConfigurationSetName);
    return sentMessage(await customVerification.send(owner, EmailAddress, TemplateName));
  };
}
