import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function deleteSuppressedDestination({
  suppression,
}: Pick<Services, "suppression">): OperationHandler<"DeleteSuppressedDestination"> {
  return async ({ EmailAddress, TenantName }, { owner }) => {
    await suppression.remove({ ...owner, tenant: TenantName }, EmailAddress);
    return {};
  };
}
