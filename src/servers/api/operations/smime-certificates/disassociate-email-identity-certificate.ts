import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function disassociateEmailIdentityCertificate({
  identityCertificates,
}: Pick<Services, "identityCertificates">): OperationHandler<"DisassociateEmailIdentityCertificate"> {
  return async ({ EmailIdentity, FromAddress }, { owner }) => {
    await identityCertificates.disassociate(owner, EmailIdentity, FromAddress);
    return {};
  };
}
