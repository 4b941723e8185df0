import { type Tenant, tenantArn } from "#features/tenants/index.ts";

export function writeTenantInfo(tenant: Tenant) {
  return {
    TenantName: tenant.name,
    TenantId: tenant.id,
    TenantArn: tenantArn(tenant),
    CreatedTimestamp: new Date(tenant.createdAt),
    SendingStatus: tenant.status,
  };
}

export function writeSuppression({ suppression: { reasons, scope } }: Tenant) {
  return reasons === undefined && scope === undefined
    ? {}
    : {
        SuppressionAttributes: {
          ...(reasons === undefined ? {} : { SuppressedReasons: [...reasons] }),
          SuppressionScope: scope ?? ("ACCOUNT" as const),
        },
      };
}
