import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function setIdentityDkimEnabled({
  identitySettings,
}: Pick<Services, "identitySettings">): OlderHandler<"SetIdentityDkimEnabled"> {
  return async ({ Identity, DkimEnabled }, { owner }) => {
    await identitySettings.setDkimSigning(owner, Identity, DkimEnabled);
    return {};
  };
}
