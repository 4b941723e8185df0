import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function putSuppressedDestination({
  suppression,
}: Pick<Services, "suppression">): OperationHandler<"PutSuppressedDestination"> {
  return async ({ EmailAddress, Reason, TenantName }, { owner }) => {
    await suppression.put({ ...owner, tenant: TenantName }, EmailAddress, Reason);
    return {};
  };
}
