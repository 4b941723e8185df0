import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { refuseTenant } from "./refuse-tenant.ts";

export function deleteSuppressedDestination({
  suppression,
}: Pick<Services, "suppression">): OperationHandler<"DeleteSuppressedDestination"> {
  return async ({ EmailAddress, TenantName }, { owner }) => {
    refuseTenant(TenantName);
    await suppression.remove(owner, EmailAddress);
    return {};
  };
}
