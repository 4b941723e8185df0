import { command } from "#cli/command.ts";
import { Failure, UsageError } from "#cli/failures.ts";
import { readOptionFile } from "#cli/option-file.ts";
import { Refusal, type Service } from "#cli/service.ts";
import { serviceOf, serviceOptions } from "#cli/service-options.ts";
import { table } from "#cli/table.ts";
import { moment } from "#cli/words.ts";
import { asCompared } from "#protocols/address/address.ts";
import { certificatesPath, type ShownCertificate } from "./shown-certificate.ts";

const words = "certificates import";

export const importCertificate = command({
  words,
  summary: "keep a certificate that messages are signed with (S/MIME), and its private key",
  notes:
    "Both are PEM; 'openssl pkcs12 -in mine.p12 -nodes -out mine.pem' makes one file of a .p12, which may be given as both.\n" +
    "Messages are signed that are sent with a configuration set whose signing scheme is S/MIME.",
  operands: {},
  options: {
    certificate: { type: "string", value: "<file.pem>", help: "with those that vouch for it, in any order" },
    key: { type: "string", value: "<file.pem>", help: "its private key, without a passphrase" },
    identity: {
      type: "string",
      value: "<name>",
      help: "sign what this identity sends from the certificate's addresses",
    },
    "in-place-of": { type: "string", value: "<id>", help: "it renews this one, which is forgotten" },
    ...serviceOptions,
  },
  async run({ options }, terminal) {
    const { certificate, key, identity, "in-place-of": old } = options;
    if (certificate === undefined || key === undefined) {
      throw new UsageError("--certificate and --key are required.", words);
    }
    const [certificatePem, keyPem] = await Promise.all([
      readPem("--certificate", certificate),
      readPem("--key", key),
    ]);
    const service = await serviceOf(options, terminal);
    const path = old === undefined ? certificatesPath : `${certificatesPath}/${encodeURIComponent(old)}`;
    const kept = await service.call<ShownCertificate>(old === undefined ? "POST" : "PUT", path, {
      certificate: certificatePem,
      private_key: keyPem,
    });
    if (options.json) terminal.out(JSON.stringify(kept, undefined, 2));
    else {
      const rows = [
        ["id", kept.id],
        ["ARN", kept.arn],
        ["addresses", kept.addresses.join(", ")],
        ["expires", moment(kept.not_after)],
      ];
      terminal.out(table(rows).join("\n"));
    }
    if (identity !== undefined) await associate(service, kept, identity);
    if (identity !== undefined)
      terminal.err(`It signs what ${identity} sends from ${kept.addresses.join(", ")}.`);
  },
});

async function readPem(option: string, file: string): Promise<string> {
  const text = (await readOptionFile(option, file)).toString();
  if (text.includes("-----BEGIN ")) return text;
  throw new Failure(
    `${option}: ${file} is not PEM: where it is a .p12, 'openssl pkcs12 -in ${file} -nodes -out ${file}.pem' makes a file to be given as both.`,
  );
}

async function associate(service: Service, { id, arn, addresses }: ShownCertificate, identity: string) {
  for (const FromAddress of addresses) {
    const body = { EmailIdentity: identity, FromAddress, CertificateArn: arn };
    await service.call("POST", associationsPath, body).catch(async (error: unknown) => {
      if (!(error instanceof Failure)) throw error;
      if (error instanceof Refusal && error.code === "ALREADY_EXISTS" && (await isIn(service, body))) return;
      throw new Failure(`${id} is kept, but does not sign for ${identity}: ${error.message}`, {
        cause: error,
      });
    });
  }
}

const associationsPath = "v2/email/identity/certificates";

interface Association {
  readonly FromAddress: string;
  readonly CertificateArn: string;
}

interface AssociationPage {
  readonly Certificates: readonly Association[];
  readonly NextToken?: string;
}

/** A renewal signs already where the one that it renews did. */
async function isIn(
  service: Service,
  { EmailIdentity, FromAddress, CertificateArn }: Association & { readonly EmailIdentity: string },
): Promise<boolean> {
  let NextToken: string | undefined;
  do {
    const page: AssociationPage = await service.call("POST", `${associationsPath}/list`, {
      EmailIdentity,
      NextToken,
    });
    const found = page.Certificates.find((one) => one.FromAddress === asCompared(FromAddress));
    if (found !== undefined) return found.CertificateArn === CertificateArn;
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return false;
}
