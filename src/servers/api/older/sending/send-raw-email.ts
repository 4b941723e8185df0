import type { OlderHandler } from "#servers/api/handler.ts";
import { sentMessage } from "#servers/api/operations/sending/sent-message.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { commonMembers } from "./common-members.ts";

export function sendRawEmail({ sending }: Pick<Services, "sending">): OlderHandler<"SendRawEmail"> {
  return async (input, caller) => {
    const { Destinations: to = [] } = input;
    return sentMessage(
      await sending.send({
        ...commonMembers(input, caller),
        operation: "SendRawEmail",
        // An empty list is none: its header says to whom.
        destination: to.length === 0 ? undefined : { to, cc: [], bcc: [] },
        content: { kind: "raw", data: input.RawMessage.Data },
      }),
    );
  };
}
