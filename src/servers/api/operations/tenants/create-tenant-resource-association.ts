import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function createTenantResourceAssociation({
  tenants,
}: Pick<Services, "tenants">): OperationHandler<"CreateTenantResourceAssociation"> {
  return async ({ TenantName, ResourceArn }, { owner }) => {
    await tenants.associate(owner, TenantName, ResourceArn);
    return {};
  };
}
