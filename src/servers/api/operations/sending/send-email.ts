import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { inRegion } from "./in-region.ts";
import { sendRequest } from "./read-send-request.ts";
import { sentMessage } from "./sent-message.ts";

export function sendEmail({
  sending,
  multiRegionEndpoints,
}: Pick<Services, "sending" | "multiRegionEndpoints">): OperationHandler<"SendEmail"> {
  return async (input, caller) => {
    const route = await multiRegionEndpoints.route(caller.owner, input.EndpointId);
    const sent = await route.send(
      async (region) => await sending.send(sendRequest(input, inRegion(caller, region))),
    );
    return sentMessage(sent);
  };
}
