import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { lookedFor } from "./looked-for.ts";
import { verificationToken } from "./verification-token.ts";

export function verifyDomainIdentity(
  parts: Pick<Services, "identities" | "identitySettings">,
): OlderHandler<"VerifyDomainIdentity"> {
  return async ({ Domain }, { owner }) => {
    const { name } = await lookedFor(parts, owner, Domain);
    return { VerificationToken: verificationToken(owner, name) };
  };
}
