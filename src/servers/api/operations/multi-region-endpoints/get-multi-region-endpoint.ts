import { regionsOf } from "#features/multi-region-endpoints/index.ts";
import { withResource } from "#servers/api/dialects/resource.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { writeEndpoint } from "./write-endpoint.ts";

export function getMultiRegionEndpoint({
  multiRegionEndpoints,
}: Pick<Services, "multiRegionEndpoints">): OperationHandler<"GetMultiRegionEndpoint"> {
  return async ({ EndpointName }, { owner }) => {
    const endpoint = await multiRegionEndpoints.get(owner, EndpointName);
    const Routes = regionsOf(endpoint).map((Region) => ({ Region }));
    return withResource({ ...writeEndpoint(endpoint), Routes }, endpoint);
  };
}
