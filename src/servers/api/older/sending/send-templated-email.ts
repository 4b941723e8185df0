import type { OlderHandler } from "#servers/api/handler.ts";
import { destinationOf } from "#servers/api/operations/sending/message-parts.ts";
import { sentMessage } from "#servers/api/operations/sending/sent-message.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { commonMembers, namedTemplate } from "./common-members.ts";

export function sendTemplatedEmail({
  sending,
}: Pick<Services, "sending">): OlderHandler<"SendTemplatedEmail"> {
  return async (input, caller) =>
    sentMessage(
      await sending.send({
        ...commonMembers(input, caller),
        operation: "SendTemplatedEmail",
        destination: destinationOf(input.Destination),
        content: {
          kind: "template",
          template: namedTemplate(input, caller),
          data: [input.TemplateData],
          headers: [],
          attachments: [],
        },
      }),
    );
}
