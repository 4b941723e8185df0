import { withResource } from "#servers/api/dialects/resource.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { readTags, writeTags } from "#servers/api/operations/tags/tag-list.ts";
import { readSuppression } from "./read-suppression.ts";
import { writeSuppression, writeTenantInfo } from "./write-tenant.ts";

export function createTenant({ tenants }: Pick<Services, "tenants">): OperationHandler<"CreateTenant"> {
  return async ({ TenantName, Tags, SuppressionAttributes }, { owner }) => {
    const tags = readTags(Tags);
    const suppression = readSuppression(SuppressionAttributes ?? {});
    const tenant = await tenants.create(owner, TenantName, { suppression, tags });
    const output = { ...writeTenantInfo(tenant), Tags: writeTags(tags), ...writeSuppression(tenant) };
    return withResource(output, tenant);
  };
}
