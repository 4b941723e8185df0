import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function createEmailIdentityPolicy({
  identityPolicies,
}: Pick<Services, "identityPolicies">): OperationHandler<"CreateEmailIdentityPolicy"> {
  return async ({ EmailIdentity, PolicyName, Policy }, { owner }) => {
    await identityPolicies.create(owner, EmailIdentity, { name: PolicyName, document: Policy });
    return {};
  };
}
