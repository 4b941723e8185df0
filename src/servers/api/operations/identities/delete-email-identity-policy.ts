import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function deleteEmailIdentityPolicy({
  identityPolicies,
}: Pick<Services, "identityPolicies">): OperationHandler<"DeleteEmailIdentityPolicy"> {
  return async ({ EmailIdentity, PolicyName }, { owner }) => {
    await identityPolicies.remove(owner, EmailIdentity, PolicyName);
    return {};
  };
}
