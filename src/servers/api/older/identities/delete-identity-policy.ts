import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { identityNamed } from "./identity-named.ts";

export function deleteIdentityPolicy({
  identityPolicies,
}: Pick<Services, "identityPolicies">): OlderHandler<"DeleteIdentityPolicy"> {
  return async ({ Identity, PolicyName }, { owner }) => {
    await identityPolicies.remove(owner, identityNamed(Identity, owner), PolicyName);
    return {};
  };
}
