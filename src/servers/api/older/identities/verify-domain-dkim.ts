import { badRequest } from "#platform/errors.ts";
import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { lookedFor } from "./looked-for.ts";

export function verifyDomainDkim(
  parts: Pick<Services, "identities" | "identitySettings">,
): OlderHandler<"VerifyDomainDkim"> {
  return async ({ Domain }, { owner }) => {
    const { dkim, keys } = await lookedFor(parts, owner, Domain);
    // Its tokens would take the key away that it signs with.
    if (dkim.origin !== "AWS_SES") {
      throw badRequest(
        "Domain",
        `${Domain} does not sign by Easy DKIM. PutEmailIdentityDkimSigningAttributes of the SES API v2 changes that.`,
      );
    }
    return { DkimTokens: keys.map(({ selector }) => selector) };
  };
}
