import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function deleteDedicatedIpPool({
  dedicatedIps,
}: Pick<Services, "dedicatedIps">): OperationHandler<"DeleteDedicatedIpPool"> {
  return async ({ PoolName }, { owner }) => {
    await dedicatedIps.removePool(owner, PoolName);
    return {};
  };
}
