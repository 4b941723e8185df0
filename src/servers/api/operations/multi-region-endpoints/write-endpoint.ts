import type { MultiRegionEndpoint } from "#features/multi-region-endpoints/index.ts";

/** Nothing about an endpoint changes. */
export function writeEndpoint({ name, id, createdAt }: MultiRegionEndpoint) {
  return {
    EndpointName: name,
    EndpointId: id,
    Status: "READY",
    CreatedTimestamp: new Date(createdAt),
    LastUpdatedTimestamp: new Date(createdAt),
  } as const;
}
