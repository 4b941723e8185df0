import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { readSuppression } from "./read-suppression.ts";

export function putTenantSuppressionAttributes({
  tenants,
}: Pick<Services, "tenants">): OperationHandler<"PutTenantSuppressionAttributes"> {
  return async ({ TenantName, ...attributes }, { owner }) => {
    await tenants.setSuppression(owner, TenantName, readSuppression(attributes));
    return {};
  };
}
