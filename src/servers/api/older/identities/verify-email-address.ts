import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { verifyAddress } from "./verify-email-identity.ts";

/** What VerifyEmailIdentity was called when addresses were all there was. */
export function verifyEmailAddress(
  parts: Pick<Services, "identities" | "addressProof">,
): OlderHandler<"VerifyEmailAddress"> {
  return async ({ EmailAddress }, { owner }) => {
    await verifyAddress(parts, owner, EmailAddress);
    return {};
  };
}
