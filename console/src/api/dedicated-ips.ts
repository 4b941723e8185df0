import type {
  GetDedicatedIpPoolResponse,
  GetDedicatedIpsResponse,
  ListDedicatedIpPoolsResponse,
  ListTagsForResourceResponse,
} from "@aws-sdk/client-sesv2";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "./call.ts";
import type { Plain, Resource } from "./plain.ts";

export type DedicatedIp = NonNullable<Plain<GetDedicatedIpsResponse>["DedicatedIps"]>[number];
type IpPool = Plain<GetDedicatedIpPoolResponse> & Resource;
type PoolPage = Plain<ListDedicatedIpPoolsResponse>;

/** Where an address is that was put nowhere: SES's name for it. */
export const noPool = "ses-default-dedicated-pool";

export const dedicatedIpsKey = ["dedicated-ips"] as const;
const addressesPath = "/v2/email/dedicated-ips";
const poolsPath = "/v2/email/dedicated-ip-pools";

/** All that the operator lets be used, each with the pool that it is in. */
export const dedicatedIpsQuery = queryOptions({
  queryKey: [...dedicatedIpsKey, "addresses"],
  queryFn: async ({ signal }) => {
    const { DedicatedIps = [] } = await call<Plain<GetDedicatedIpsResponse>>("GET", addressesPath, {
      query: { PageSize: 1_000 },
      signal,
    });
    return DedicatedIps;
  },
});

export const ipPoolsQuery = infiniteQueryOptions({
  queryKey: [...dedicatedIpsKey, "pools"],
  queryFn: async ({ signal, pageParam }) =>
    await call<PoolPage>("GET", poolsPath, {
      query: { PageSize: 100, NextToken: pageParam },
      signal,
    }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ NextToken }) => NextToken,
});

export function namesOfPools(list: { readonly pages: readonly PoolPage[] } | undefined): string[] {
  return list?.pages.flatMap(({ DedicatedIpPools = [] }) => DedicatedIpPools) ?? [];
}

export function ipPoolQuery(name: string) {
  return queryOptions({
    queryKey: [...dedicatedIpsKey, "pool", name],
    queryFn: async ({ signal }) => await call<IpPool>("GET", poolPath(name), { signal }),
  });
}

/** SES tells them with no pool. */
export function ipPoolTagsQuery(arn: string) {
  return queryOptions({
    queryKey: [...dedicatedIpsKey, "tags", arn],
    queryFn: async ({ signal }) => {
      const query = { ResourceArn: arn };
      const { Tags = [] } = await call<Plain<ListTagsForResourceResponse>>("GET", "/v2/email/tags", {
        query,
        signal,
      });
      return Tags;
    },
  });
}

export async function createIpPool(PoolName: string): Promise<void> {
  await call("POST", poolsPath, { body: { PoolName } });
}

export async function deleteIpPool(name: string): Promise<void> {
  await call("DELETE", poolPath(name));
}

/** `noPool` takes it out of the one that it is in. */
export async function putInPool(ip: string, DestinationPoolName: string): Promise<void> {
  await call("PUT", `${addressesPath}/${encodeURIComponent(ip)}/pool`, { body: { DestinationPoolName } });
}

export async function putWarmup(ip: string, WarmupPercentage: number): Promise<void> {
  await call("PUT", `${addressesPath}/${encodeURIComponent(ip)}/warmup`, { body: { WarmupPercentage } });
}

function poolPath(name: string): string {
  return `${poolsPath}/${encodeURIComponent(name)}`;
}
