import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { removeIfThere } from "./delete-identity.ts";
import { requireAddress } from "./kinds.ts";

/** What DeleteIdentity was called when addresses were all there was. */
export function deleteVerifiedEmailAddress({
  identities,
}: Pick<Services, "identities">): OlderHandler<"DeleteVerifiedEmailAddress"> {
  return async ({ EmailAddress }, { owner }) => {
    requireAddress(EmailAddress);
    await removeIfThere(identities, owner, EmailAddress);
    return {};
  };
}
