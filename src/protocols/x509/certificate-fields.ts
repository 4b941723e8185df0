import { elementsOf, objectIdentifier } from "./der.ts";

/** What stands in a certificate (RFC 5280 §4.1), in DER, octet for octet. */
export interface CertificateFields {
  readonly serialNumber: Buffer;
  readonly issuer: Buffer;
  readonly publicKey: Buffer;
  readonly extensions: readonly Buffer[];
}

const versionTag = 0xa0;
const extensionsTag = 0xa3;

/** Throws `RangeError` where it is not in DER. */
export function fieldsOf(certificate: Uint8Array): CertificateFields {
  const [signed = Buffer.of()] = elementsOf(certificate);
  const fields = elementsOf(signed);
  const isFirstVersion = fields[0]?.[0] !== versionTag;
  const [serialNumber, , issuer, , , publicKey, ...optional] = isFirstVersion ? fields : fields.slice(1);
  if (serialNumber === undefined || issuer === undefined || publicKey === undefined) {
    throw new RangeError("A certificate that ends before its public key.");
  }
  const [extensions] = optional.filter(([tag]) => tag === extensionsTag).flatMap(elementsOf);
  return { serialNumber, issuer, publicKey, extensions: extensions ? elementsOf(extensions) : [] };
}

const keyUsage = objectIdentifier("2.5.29.15");
/** digitalSignature and nonRepudiation. */
const signing = 0xc0;

/** Whether its key may sign what is no certificate (RFC 5280 §4.2.1.3); who does not say what it may do lets it do everything. */
export function maySign({ extensions }: Pick<CertificateFields, "extensions">): boolean {
  const usage = extensions.map(elementsOf).find(([type]) => type?.equals(keyUsage));
  if (usage === undefined) return true;
  const [bitString] = elementsOf(usage.at(-1) ?? Buffer.of());
  // Tag, length, how many bits of the last octet are none, and the first octet.
  return ((bitString?.[3] ?? 0) & signing) !== 0;
}
