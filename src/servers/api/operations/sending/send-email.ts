import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { sendRequest } from "./read-send-request.ts";
import { sentMessage } from "./sent-message.ts";

export function sendEmail({ sending }: Pick<Services, "sending">): OperationHandler<"SendEmail"> {
  return async (input, caller) => sentMessage(await sending.send(sendRequest(input, caller)));
}
