import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function updateEmailIdentityPolicy({
  identityPolicies,
}: Pick<Services, "identityPolicies">): OperationHandler<"UpdateEmailIdentityPolicy"> {
  return async ({ EmailIdentity, PolicyName, Policy }, { owner }) => {
    await identityPolicies.update(owner, EmailIdentity, { name: PolicyName, document: Policy });
    return {};
  };
}
