import { CallerError } from "#platform/errors.ts";
import { withResource } from "#servers/api/dialects/resource.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function createDedicatedIpPool({
  dedicatedIps,
}: Pick<Services, "dedicatedIps">): OperationHandler<"CreateDedicatedIpPool"> {
  return async ({ PoolName, ScalingMode = "STANDARD", Tags = [] }, { owner }) => {
    if (Tags.length > 0) throw new CallerError("not-implemented", "Pools carry no tags.");
    return withResource({}, await dedicatedIps.createPool(owner, PoolName, ScalingMode));
  };
}
