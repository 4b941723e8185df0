export { type MultiRegionEndpoint, regionsOf } from "./endpoint.ts";
export { MultiRegionEndpoints } from "./multi-region-endpoints.ts";
export { MultiRegionEndpointStore } from "./store.ts";
