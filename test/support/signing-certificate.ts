import { AssociateEmailIdentityCertificateCommand } from "@aws-sdk/client-sesv2";
import { MailAuthority } from "./mail-certificates.ts";
import type { World } from "./world.ts";

/** The id of one with which a domain signs what it sends from an address. */
export async function signingCertificate(world: World, FromAddress: string): Promise<string> {
  const authority = await MailAuthority.found();
  const { certificate, key } = await authority.certify({ addresses: [FromAddress], key: "p256" });
  const { id, arn: CertificateArn } = await world.plain<{ id: string; arn: string }>(
    "POST",
    "/signet/v1/certificates",
    { certificate, private_key: key },
  );
  const EmailIdentity = FromAddress.slice(FromAddress.lastIndexOf("@") + 1);
  await world.ses.send(
    new AssociateEmailIdentityCertificateCommand({ EmailIdentity, FromAddress, CertificateArn }),
  );
  return id;
}
