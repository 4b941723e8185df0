import type { OperationHandlers } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { createMultiRegionEndpoint } from "./create-multi-region-endpoint.ts";
import { deleteMultiRegionEndpoint } from "./delete-multi-region-endpoint.ts";
import { getMultiRegionEndpoint } from "./get-multi-region-endpoint.ts";
import { listMultiRegionEndpoints } from "./list-multi-region-endpoints.ts";

export function multiRegionEndpointsOperations(services: Services) {
  return {
    CreateMultiRegionEndpoint: createMultiRegionEndpoint(services),
    DeleteMultiRegionEndpoint: deleteMultiRegionEndpoint(services),
    GetMultiRegionEndpoint: getMultiRegionEndpoint(services),
    ListMultiRegionEndpoints: listMultiRegionEndpoints(services),
  } satisfies OperationHandlers;
}
