import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { attributesByName } from "./attributes-by-name.ts";
import { statuses } from "./statuses.ts";
import { verificationToken } from "./verification-token.ts";

export function getIdentityVerificationAttributes({
  identities,
}: Pick<Services, "identities">): OlderHandler<"GetIdentityVerificationAttributes"> {
  return async ({ Identities }, { owner }) => ({
    VerificationAttributes: await attributesByName(
      Identities,
      async (name) => await identities.find(owner, name),
      ({ kind, name, verification }) => ({
        VerificationStatus: statuses[verification.status],
        ...(kind === "domain" ? { VerificationToken: verificationToken(owner, name) } : {}),
      }),
    ),
  });
}
