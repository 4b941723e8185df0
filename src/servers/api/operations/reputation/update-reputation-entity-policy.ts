import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function updateReputationEntityPolicy({
  tenants,
}: Pick<Services, "tenants">): OperationHandler<"UpdateReputationEntityPolicy"> {
  return async ({ ReputationEntityReference, ReputationEntityPolicy }, { owner }) => {
    await tenants.setPolicy(owner, ReputationEntityReference, ReputationEntityPolicy);
    return {};
  };
}
