import { type Tenant, tenantArn } from "#features/tenants/index.ts";
import { CallerError } from "#platform/errors.ts";

export function writeTenantInfo(tenant: Tenant) {
  return {
    TenantName: tenant.name,
    TenantId: tenant.id,
    TenantArn: tenantArn(tenant),
    CreatedTimestamp: new Date(tenant.createdAt),
    SendingStatus: tenant.status,
  };
}

export function writeSuppression({ suppressedReasons }: Tenant) {
  return suppressedReasons === undefined
    ? {}
    : {
        SuppressionAttributes: {
          SuppressedReasons: [...suppressedReasons],
          SuppressionScope: "ACCOUNT" as const,
        },
      };
}

/** A tenant has reasons of its own, and no list of its own. */
export function refuseOwnList(scope: string | undefined): void {
  if (scope === "TENANT") {
    throw new CallerError("not-implemented", "Tenants' own suppression lists are not implemented.");
  }
}
