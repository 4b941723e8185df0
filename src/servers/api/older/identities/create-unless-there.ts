import type { Identities } from "#features/identities/index.ts";
import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";

/** The calls of the older API that verify take also an identity that is there. Answers whether it was. */
export async function createUnlessThere(
  identities: Identities,
  owner: Owner,
  name: string,
): Promise<boolean> {
  try {
    await identities.create(owner, { name, tags: [] });
    return false;
  } catch (error) {
    if (!(error instanceof CallerError) || error.problem !== "already-exists") throw error;
    return true;
  }
}
