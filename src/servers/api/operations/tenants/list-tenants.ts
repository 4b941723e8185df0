import { tenantStatuses } from "#features/tenants/index.ts";
import { filterValue } from "#servers/api/filter-value.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { writeTenantInfo } from "./write-tenant.ts";

export function listTenants({ tenants }: Pick<Services, "tenants">): OperationHandler<"ListTenants"> {
  return async ({ Filter, PageSize, NextToken }, { owner }) => {
    const filter = {
      nameContains: Filter?.TENANT_NAME_CONTAINS,
      status: filterValue(Filter, "SENDING_STATUS", tenantStatuses),
    };
    const { items, nextToken } = await tenants.list(owner, filter, { size: PageSize, token: NextToken });
    return { Tenants: items.map(writeTenantInfo), NextToken: nextToken };
  };
}
