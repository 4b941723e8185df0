import { arnOf } from "#features/smime-certificates/index.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function listEmailIdentityCertificates({
  identityCertificates,
}: Pick<Services, "identityCertificates">): OperationHandler<"ListEmailIdentityCertificates"> {
  return async ({ EmailIdentity, PageSize, NextToken }, { owner }) => {
    const page = { size: PageSize, token: NextToken };
    const { items, nextToken } = await identityCertificates.list(owner, EmailIdentity, page);
    return {
      Certificates: items.map(({ fromAddress, certificate, status, notAfter }) => ({
        FromAddress: fromAddress,
        Status: status,
        CertificateArn: arnOf(owner, certificate),
        CertificateExpiryTime: new Date(notAfter),
      })),
      ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    };
  };
}
