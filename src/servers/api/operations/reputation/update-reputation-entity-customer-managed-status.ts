import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function updateReputationEntityCustomerManagedStatus({
  tenants,
}: Pick<Services, "tenants">): OperationHandler<"UpdateReputationEntityCustomerManagedStatus"> {
  return async ({ ReputationEntityReference, SendingStatus }, { owner }) => {
    await tenants.setStatus(owner, ReputationEntityReference, SendingStatus);
    return {};
  };
}
