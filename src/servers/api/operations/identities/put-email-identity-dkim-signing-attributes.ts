import { signingHostedZone } from "#features/identities/index.ts";
import { withResource } from "#servers/api/dialects/resource.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { statusOnWire } from "#servers/api/verification-status.ts";
import { dkimRequest } from "./dkim-attributes.ts";

export function putEmailIdentityDkimSigningAttributes({
  identitySettings,
  names,
}: Pick<Services, "identitySettings" | "names">): OperationHandler<"PutEmailIdentityDkimSigningAttributes"> {
  return async ({ EmailIdentity, SigningAttributesOrigin, SigningAttributes = {} }, { owner }) => {
    const { identity, keys } = await identitySettings.setDkimSigningAttributes(owner, EmailIdentity, {
      origin: SigningAttributesOrigin,
      attributes: dkimRequest(SigningAttributes),
    });
    return withResource(
      {
        DkimStatus: statusOnWire(identity.dkim.verification.status),
        DkimTokens: keys.map(({ selector }) => selector),
        ...(SigningAttributesOrigin === "EXTERNAL" ? {} : { SigningHostedZone: signingHostedZone(names) }),
      },
      identity,
    );
  };
}
