import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { identityNamed } from "./identity-named.ts";

export function getIdentityPolicies({
  identityPolicies,
}: Pick<Services, "identityPolicies">): OlderHandler<"GetIdentityPolicies"> {
  return async ({ Identity, PolicyNames }, { owner }) => {
    const asked = new Set(PolicyNames);
    const policies = Object.entries(await identityPolicies.list(owner, identityNamed(Identity, owner)));
    return { Policies: Object.fromEntries(policies.filter(([name]) => asked.has(name))) };
  };
}
