import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function listResourceTenants({
  tenants,
}: Pick<Services, "tenants">): OperationHandler<"ListResourceTenants"> {
  return async ({ ResourceArn, PageSize, NextToken }, { owner }) => {
    const { items, nextToken } = await tenants.tenantsOf(owner, ResourceArn, {
      size: PageSize,
      token: NextToken,
    });
    const ResourceTenants = items.map(({ name, id, associatedAt }) => ({
      TenantName: name,
      TenantId: id,
      ResourceArn,
      AssociatedTimestamp: new Date(associatedAt),
    }));
    return { ResourceTenants, NextToken: nextToken };
  };
}
