import { withResource } from "#servers/api/dialects/resource.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { readTags } from "#servers/api/operations/tags/tag-list.ts";

export function createMultiRegionEndpoint({
  multiRegionEndpoints,
}: Pick<Services, "multiRegionEndpoints">): OperationHandler<"CreateMultiRegionEndpoint"> {
  return async ({ EndpointName, Details, Tags }, { owner }) => {
    const endpoint = await multiRegionEndpoints.create(owner, {
      name: EndpointName,
      secondary: Details.RoutesDetails.map(({ Region }) => Region),
      tags: readTags(Tags),
    });
    // What SES's clients wait for comes after this, and so it does here.
    return withResource({ Status: "CREATING", EndpointId: endpoint.id } as const, endpoint);
  };
}
