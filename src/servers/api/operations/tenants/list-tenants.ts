import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { writeTenantInfo } from "./write-tenant.ts";

export function listTenants({ tenants }: Pick<Services, "tenants">): OperationHandler<"ListTenants"> {
  return async ({ PageSize, NextToken }, { owner }) => {
    const { items, nextToken } = await tenants.list(owner, { size: PageSize, token: NextToken });
    return { Tenants: items.map(writeTenantInfo), NextToken: nextToken };
  };
}
