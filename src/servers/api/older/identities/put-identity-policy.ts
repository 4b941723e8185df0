import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function putIdentityPolicy({
  identityPolicies,
}: Pick<Services, "identityPolicies">): OlderHandler<"PutIdentityPolicy"> {
  return async ({ Identity, PolicyName, Policy }, { owner }) => {
    await identityPolicies.put(owner, Identity, { name: PolicyName, document: Policy });
    return {};
  };
}
