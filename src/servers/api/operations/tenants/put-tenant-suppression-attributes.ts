import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { refuseOwnList } from "./write-tenant.ts";

export function putTenantSuppressionAttributes({
  tenants,
}: Pick<Services, "tenants">): OperationHandler<"PutTenantSuppressionAttributes"> {
  return async ({ TenantName, SuppressedReasons, SuppressionScope }, { owner }) => {
    refuseOwnList(SuppressionScope);
    await tenants.setSuppressedReasons(owner, TenantName, SuppressedReasons);
    return {};
  };
}
