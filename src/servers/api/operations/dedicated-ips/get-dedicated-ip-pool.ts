import { withResource } from "#servers/api/dialects/resource.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function getDedicatedIpPool({
  dedicatedIps,
}: Pick<Services, "dedicatedIps">): OperationHandler<"GetDedicatedIpPool"> {
  return async ({ PoolName }, { owner }) => {
    const pool = await dedicatedIps.getPool(owner, PoolName);
    return withResource({ DedicatedIpPool: { PoolName, ScalingMode: pool.scalingMode } }, pool);
  };
}
