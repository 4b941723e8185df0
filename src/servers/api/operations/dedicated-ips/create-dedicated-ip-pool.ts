import { withResource } from "#servers/api/dialects/resource.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { readTags } from "#servers/api/operations/tags/tag-list.ts";

export function createDedicatedIpPool({
  dedicatedIps,
}: Pick<Services, "dedicatedIps">): OperationHandler<"CreateDedicatedIpPool"> {
  return async ({ PoolName, ScalingMode = "STANDARD", Tags }, { owner }) => {
    const asked = { scalingMode: ScalingMode, tags: readTags(Tags) };
    return withResource({}, await dedicatedIps.createPool(owner, PoolName, asked));
  };
}
