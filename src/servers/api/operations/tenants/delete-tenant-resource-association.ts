import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function deleteTenantResourceAssociation({
  tenants,
}: Pick<Services, "tenants">): OperationHandler<"DeleteTenantResourceAssociation"> {
  return async ({ TenantName, ResourceArn }, { owner }) => {
    await tenants.dissociate(owner, TenantName, ResourceArn);
    return {};
  };
}
