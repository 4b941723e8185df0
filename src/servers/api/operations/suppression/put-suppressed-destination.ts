import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { refuseTenant } from "./refuse-tenant.ts";

export function putSuppressedDestination({
  suppression,
}: Pick<Services, "suppression">): OperationHandler<"PutSuppressedDestination"> {
  return async ({ EmailAddress, Reason, TenantName }, { owner }) => {
    refuseTenant(TenantName);
    await suppression.put(owner, EmailAddress, Reason);
    return {};
  };
}
