import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function putDedicatedIpPoolScalingAttributes({
  dedicatedIps,
}: Pick<Services, "dedicatedIps">): OperationHandler<"PutDedicatedIpPoolScalingAttributes"> {
  return async ({ PoolName, ScalingMode }, { owner }) => {
    await dedicatedIps.setScaling(owner, PoolName, ScalingMode);
    return {};
  };
}
