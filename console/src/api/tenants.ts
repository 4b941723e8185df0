import type {
  GetTenantResponse,
  ListTenantResourcesResponse,
  ListTenantsResponse,
  ReputationEntity,
  TenantInfo,
  TenantSuppressionAttributes,
} from "@aws-sdk/client-sesv2";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "./call.ts";
import type { Plain } from "./plain.ts";

export type TenantListed = Plain<TenantInfo>;
export type Tenant = NonNullable<Plain<GetTenantResponse>["Tenant"]>;
export type TenantSuppression = Plain<TenantSuppressionAttributes>;
type Reputation = Plain<ReputationEntity>;
export type SendingStatus = "ENABLED" | "DISABLED";

export const tenantsKey = ["tenants"] as const;
const path = "/v2/email/tenants";

export const tenantsQuery = infiniteQueryOptions({
  queryKey: [...tenantsKey, "list"],
  queryFn: async ({ signal, pageParam }) =>
    await call<Plain<ListTenantsResponse>>("POST", `${path}/list`, {
      body: { PageSize: 100, NextToken: pageParam },
      signal,
    }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ NextToken }) => NextToken,
});

export function tenantQuery(TenantName: string) {
  return queryOptions({
    queryKey: [...tenantsKey, "one", TenantName],
    queryFn: async ({ signal }) => {
      const body = { TenantName };
      return (await call<{ readonly Tenant: Tenant }>("POST", `${path}/get`, { body, signal })).Tenant;
    },
  });
}

export function tenantResourcesQuery(TenantName: string) {
  return infiniteQueryOptions({
    queryKey: [...tenantsKey, "resources", TenantName],
    queryFn: async ({ signal, pageParam }) =>
      await call<Plain<ListTenantResourcesResponse>>("POST", `${path}/resources/list`, {
        body: { TenantName, PageSize: 100, NextToken: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ NextToken }) => NextToken,
  });
}

export async function createTenant(TenantName: string): Promise<void> {
  await call("POST", path, { body: { TenantName } });
}

export async function deleteTenant(TenantName: string): Promise<void> {
  await call("POST", `${path}/delete`, { body: { TenantName } });
}

export async function giveResource(TenantName: string, ResourceArn: string): Promise<void> {
  await call("POST", `${path}/resources`, { body: { TenantName, ResourceArn } });
}

export async function takeResource(TenantName: string, ResourceArn: string): Promise<void> {
  await call("POST", `${path}/resources/delete`, { body: { TenantName, ResourceArn } });
}

/** Sets both: what is left out is the account's again. */
export async function putTenantSuppression(
  TenantName: string,
  suppression: TenantSuppression,
): Promise<void> {
  await call("POST", "/v2/email/tenant/suppression", { body: { TenantName, ...suppression } });
}

/** What stands against a tenant: what its owner says of it, and what holds. */
export function reputationQuery(tenantArn: string) {
  return queryOptions({
    queryKey: [...tenantsKey, "reputation", tenantArn],
    queryFn: async ({ signal }) => {
      const answer = await call<{ readonly ReputationEntity: Reputation }>("GET", entityPath(tenantArn), {
        signal,
      });
      return answer.ReputationEntity;
    },
  });
}

export async function putSendingStatus(tenantArn: string, SendingStatus: SendingStatus): Promise<void> {
  await call("PUT", `${entityPath(tenantArn)}/customer-managed-status`, { body: { SendingStatus } });
}

function entityPath(tenantArn: string): string {
  return `/v2/email/reputation/entities/RESOURCE/${encodeURIComponent(tenantArn)}`;
}
