import { withResource } from "#servers/api/dialects/resource.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { writeTags } from "#servers/api/operations/tags/tag-list.ts";
import { writeSuppression, writeTenantInfo } from "./write-tenant.ts";

export function getTenant({ tenants }: Pick<Services, "tenants">): OperationHandler<"GetTenant"> {
  return async ({ TenantName }, { owner }) => {
    const tenant = await tenants.get(owner, TenantName);
    const Tags = writeTags(await tenants.tagsOf(tenant));
    return withResource(
      { Tenant: { ...writeTenantInfo(tenant), Tags, ...writeSuppression(tenant) } },
      tenant,
    );
  };
}
