import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function deleteTenant({ tenants }: Pick<Services, "tenants">): OperationHandler<"DeleteTenant"> {
  return async ({ TenantName }, { owner }) => {
    await tenants.remove(owner, TenantName);
    return {};
  };
}
