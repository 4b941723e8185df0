import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function associateEmailIdentityCertificate({
  identityCertificates,
}: Pick<Services, "identityCertificates">): OperationHandler<"AssociateEmailIdentityCertificate"> {
  return async ({ EmailIdentity, FromAddress, CertificateArn }, { owner }) => {
    await identityCertificates.associate(owner, {
      identity: EmailIdentity,
      from: FromAddress,
      arn: CertificateArn,
    });
    return {};
  };
}
