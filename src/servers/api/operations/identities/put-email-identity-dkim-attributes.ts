import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function putEmailIdentityDkimAttributes({
  identitySettings,
}: Pick<Services, "identitySettings">): OperationHandler<"PutEmailIdentityDkimAttributes"> {
  return async ({ EmailIdentity, SigningEnabled = false }, { owner }) => {
    await identitySettings.setDkimSigning(owner, EmailIdentity, SigningEnabled);
    return {};
  };
}
