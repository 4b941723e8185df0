import { type KeyObject, sign } from "node:crypto";
import { promisify } from "node:util";
import { sha256 } from "#protocols/digest/sha256.ts";
import { fieldsOf } from "#protocols/x509/certificate-fields.ts";
import { integer, objectIdentifier, octets, sequence, set, tagged, time } from "#protocols/x509/der.ts";

/** In whose name to sign. */
export interface SmimeSigner {
  /** DER, the signer's own first. */
  readonly chain: readonly Uint8Array[];
  /** RSA, or EC. */
  readonly privateKey: KeyObject;
}

const signOnThreadPool = promisify(sign);

const data = objectIdentifier("1.2.840.113549.1.7.1");
const signedData = objectIdentifier("1.2.840.113549.1.7.2");
/** Without parameters: RFC 5754 §2.2. */
const sha256Algorithm = sequence(objectIdentifier("2.16.840.1.101.3.4.2.1"));

const attributes = {
  contentType: objectIdentifier("1.2.840.113549.1.9.3"),
  messageDigest: objectIdentifier("1.2.840.113549.1.9.4"),
  signingTime: objectIdentifier("1.2.840.113549.1.9.5"),
};

/**
 * The detached signature (CMS, RFC 5652 §5) of some octets, DER, with the certificates that whoever checks it needs. `now` is in milliseconds. The
 * private key works on the thread pool.
 */
export async function detachedSignature(
  content: Uint8Array,
  { chain, privateKey }: SmimeSigner,
  now: number,
): Promise<Buffer> {
  const [own] = chain;
  if (own === undefined) throw new TypeError("A signer without a certificate.");
  // A SET OF in DER is in the order of its octets (X.690 §11.6), which is that of their lengths here.
  const signed = [
    sequence(attributes.contentType, set(data)),
    sequence(attributes.signingTime, set(time(now))),
    sequence(attributes.messageDigest, set(octets(Buffer.from(await sha256(content), "base64")))),
  ];
  // What is signed is the set itself, not the tag that it has in its place (RFC 5652 §5.4).
  const signature = await signOnThreadPool("sha256", set(...signed), privateKey);
  const signerInfo = sequence(
    version,
    issuerAndSerialNumber(own),
    sha256Algorithm,
    tagged(0, ...signed),
    algorithmOf(privateKey),
    octets(signature),
  );
  const certificates = tagged(0, ...chain);
  return sequence(
    signedData,
    tagged(0, sequence(version, set(sha256Algorithm), sequence(data), certificates, set(signerInfo))),
  );
}

/** 1: the signer is named by issuer and serial number, the content is plain data. */
const version = integer(Buffer.of(1));

/** RFC 5652 §10.2.4, as they stand in the certificate. */
function issuerAndSerialNumber(certificate: Uint8Array): Buffer {
  const { issuer, serialNumber } = fieldsOf(certificate);
  return sequence(issuer, serialNumber);
}

/** RFC 5754 §3: that of the key alone for RSA, which the oldest readers know. */
function algorithmOf({ asymmetricKeyType }: KeyObject): Buffer {
  return asymmetricKeyType === "ec"
    ? sequence(objectIdentifier("1.2.840.10045.4.3.2"))
    : sequence(objectIdentifier("1.2.840.113549.1.1.1"), nothing);
}

const nothing = Buffer.of(0x05, 0x00);
