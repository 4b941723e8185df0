import { regionsOf } from "#features/multi-region-endpoints/index.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { writeEndpoint } from "./write-endpoint.ts";

/** Of this list SES's model says that tokens are base64 with its padding. */
function padded(token: string): string {
  return Buffer.from(token, "base64url").toString("base64");
}

export function listMultiRegionEndpoints({
  multiRegionEndpoints,
}: Pick<Services, "multiRegionEndpoints">): OperationHandler<"ListMultiRegionEndpoints"> {
  return async ({ PageSize, NextToken }, { owner }) => {
    const { items, nextToken } = await multiRegionEndpoints.list(owner, { size: PageSize, token: NextToken });
    return {
      MultiRegionEndpoints: items.map((endpoint) => ({
        ...writeEndpoint(endpoint),
        Regions: [...regionsOf(endpoint)],
      })),
      ...(nextToken === undefined ? {} : { NextToken: padded(nextToken) }),
    };
  };
}
