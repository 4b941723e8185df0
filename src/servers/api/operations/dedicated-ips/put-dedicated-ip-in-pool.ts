import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function putDedicatedIpInPool({
  dedicatedIps,
}: Pick<Services, "dedicatedIps">): OperationHandler<"PutDedicatedIpInPool"> {
  return async ({ Ip, DestinationPoolName }, { owner }) => {
    await dedicatedIps.putInPool(owner, Ip, DestinationPoolName);
    return {};
  };
}
