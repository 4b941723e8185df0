import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { identityNamed } from "./identity-named.ts";

export function listIdentityPolicies({
  identityPolicies,
}: Pick<Services, "identityPolicies">): OlderHandler<"ListIdentityPolicies"> {
  return async ({ Identity }, { owner }) => ({
    PolicyNames: Object.keys(await identityPolicies.list(owner, identityNamed(Identity, owner))),
  });
}
