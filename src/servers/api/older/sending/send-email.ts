import type { OlderHandler } from "#servers/api/handler.ts";
import { destinationOf } from "#servers/api/operations/sending/message-parts.ts";
import { simpleContent } from "#servers/api/operations/sending/read-send-request.ts";
import { sentMessage } from "#servers/api/operations/sending/sent-message.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { commonMembers } from "./common-members.ts";

export function sendEmail({ sending }: Pick<Services, "sending">): OlderHandler<"SendEmail"> {
  return async (input, caller) =>
    sentMessage(
      await sending.send({
        ...commonMembers(input, caller),
        operation: "SendEmail",
        destination: destinationOf(input.Destination),
        content: simpleContent(input.Message, "Message"),
      }),
    );
}
