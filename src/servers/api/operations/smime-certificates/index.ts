import type { OperationHandlers } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { associateEmailIdentityCertificate } from "./associate-email-identity-certificate.ts";
import { disassociateEmailIdentityCertificate } from "./disassociate-email-identity-certificate.ts";
import { listEmailIdentityCertificates } from "./list-email-identity-certificates.ts";

export function smimeCertificatesOperations(services: Services) {
  return {
    AssociateEmailIdentityCertificate: associateEmailIdentityCertificate(services),
    DisassociateEmailIdentityCertificate: disassociateEmailIdentityCertificate(services),
    ListEmailIdentityCertificates: listEmailIdentityCertificates(services),
  } satisfies OperationHandlers;
}
