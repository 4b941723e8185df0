import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function getEmailIdentityPolicies({
  identityPolicies,
}: Pick<Services, "identityPolicies">): OperationHandler<"GetEmailIdentityPolicies"> {
  return async ({ EmailIdentity }, { owner }) => ({
    Policies: await identityPolicies.list(owner, EmailIdentity),
  });
}
