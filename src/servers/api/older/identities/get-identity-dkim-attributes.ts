import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { attributesByName } from "./attributes-by-name.ts";
import { statuses } from "./statuses.ts";

export function getIdentityDkimAttributes({
  identities,
}: Pick<Services, "identities">): OlderHandler<"GetIdentityDkimAttributes"> {
  return async ({ Identities }, { owner }) => ({
    DkimAttributes: await attributesByName(
      Identities,
      async (name) => await identities.findDetails(owner, name),
      ({ dkim, keys }) => ({
        DkimEnabled: dkim.signingEnabled,
        DkimVerificationStatus: statuses[dkim.verification.status],
        ...(keys.length === 0 ? {} : { DkimTokens: keys.map(({ selector }) => selector) }),
      }),
    ),
  });
}
