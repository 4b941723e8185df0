import type { Owner } from "#platform/owner.ts";
import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { createUnlessThere } from "./create-unless-there.ts";
import { requireAddress } from "./kinds.ts";

type Parts = Pick<Services, "identities" | "addressProof">;

export function verifyEmailIdentity(parts: Parts): OlderHandler<"VerifyEmailIdentity"> {
  return async ({ EmailAddress }, { owner }) => {
    await verifyAddress(parts, owner, EmailAddress);
    return {};
  };
}

export async function verifyAddress(
  { identities, addressProof }: Parts,
  owner: Owner,
  address: string,
): Promise<void> {
  requireAddress(address);
  if (await createUnlessThere(identities, owner, address)) await addressProof.remind(owner, address);
}
