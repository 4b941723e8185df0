import type { Identities } from "#features/identities/index.ts";
import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function deleteIdentity({ identities }: Pick<Services, "identities">): OlderHandler<"DeleteIdentity"> {
  return async ({ Identity }, { owner }) => {
    await removeIfThere(identities, owner, Identity);
    return {};
  };
}

/** To the older API one that is not there is as good as deleted. */
export async function removeIfThere(identities: Identities, owner: Owner, name: string): Promise<void> {
  try {
    await identities.remove(owner, name);
  } catch (error) {
    if (!(error instanceof CallerError) || error.problem !== "not-found") throw error;
  }
}
