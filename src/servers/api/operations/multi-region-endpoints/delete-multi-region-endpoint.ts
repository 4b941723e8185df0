import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function deleteMultiRegionEndpoint({
  multiRegionEndpoints,
}: Pick<Services, "multiRegionEndpoints">): OperationHandler<"DeleteMultiRegionEndpoint"> {
  return async ({ EndpointName }, { owner }) => {
    await multiRegionEndpoints.remove(owner, EndpointName);
    return { Status: "DELETING" };
  };
}
