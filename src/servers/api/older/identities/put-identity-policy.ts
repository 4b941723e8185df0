import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { identityNamed } from "./identity-named.ts";

export function putIdentityPolicy({
  identityPolicies,
}: Pick<Services, "identityPolicies">): OlderHandler<"PutIdentityPolicy"> {
  return async ({ Identity, PolicyName, Policy }, { owner }) => {
    const identity = identityNamed(Identity, owner);
    await identityPolicies.put(owner, identity, { name: PolicyName, document: Policy });
    return {};
  };
}
