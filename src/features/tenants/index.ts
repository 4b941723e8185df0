export { TenantStore } from "./store.ts";
export {
  arnIn,
  type Tenant,
  type TenantSuppression,
  tenantArn,
  tenantStatuses,
} from "./tenant.ts";
export { Tenants } from "./tenants.ts";
