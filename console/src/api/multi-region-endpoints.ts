import type { ListMultiRegionEndpointsResponse, MultiRegionEndpoint } from "@aws-sdk/client-sesv2";
import { infiniteQueryOptions } from "@tanstack/react-query";
import { call } from "./call.ts";
import type { Plain } from "./plain.ts";

export type EndpointListed = Plain<MultiRegionEndpoint>;

export const multiRegionEndpointsKey = ["multi-region-endpoints"] as const;
const path = "/v2/email/multi-region-endpoints";

export const multiRegionEndpointsQuery = infiniteQueryOptions({
  queryKey: multiRegionEndpointsKey,
  queryFn: async ({ signal, pageParam }) =>
    await call<Plain<ListMultiRegionEndpointsResponse>>("GET", path, {
      query: { PageSize: 100, NextToken: pageParam },
      signal,
    }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ NextToken }) => NextToken,
});

export interface NewEndpoint {
  readonly name: string;
  /** Besides the one in which it is made. */
  readonly region: string;
}

export async function createMultiRegionEndpoint({ name, region }: NewEndpoint): Promise<void> {
  const body = { EndpointName: name, Details: { RoutesDetails: [{ Region: region }] } };
  await call("POST", path, { body });
}

export async function deleteMultiRegionEndpoint(name: string): Promise<void> {
  await call("DELETE", `${path}/${encodeURIComponent(name)}`);
}
