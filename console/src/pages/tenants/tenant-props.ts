import type { Tenant } from "#console/api/tenants.ts";

/** Of whatever shows or changes one tenant. */
export interface TenantProps {
  readonly name: string;
  readonly tenant: Tenant;
}
