import { type KeyObject, sign, verify, X509Certificate } from "node:crypto";
import { fieldsOf, maySign } from "#protocols/x509/certificate-fields.ts";
import { readKey as readDerKey } from "#protocols/x509/private-key.ts";
import { validityOf } from "#protocols/x509/validity.ts";

/** What signs messages: a private key, and the certificates that vouch for it. */
export interface SigningCertificate {
  /** DER, the signer's own first, and then those that vouch for it. */
  readonly chain: readonly Buffer[];
  readonly privateKey: KeyObject;
  /** Whose it is: in the form of the certificate. */
  readonly addresses: readonly string[];
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
}

export type CertificateReading =
  | { readonly ok: true; readonly certificate: SigningCertificate }
  /** `fault` is a sentence fit for the caller; it never holds any of the key. */
  | { readonly ok: false; readonly part: "certificate" | "key"; readonly fault: string };

const longestPem = 64 * 1024;
const mostCertificates = 10;
/** Each is looked for among all. */
const mostAddresses = 100;
const fewestRsaBits = 2_048;
const mostRsaBits = 4_096;
const curves = ["prime256v1", "secp384r1"];

/**
 * Reads a certificate for S/MIME (RFC 8550), with those that vouch for it in any order and with its private key, all in PEM. It must be
 * for mail, name an address, and have a key of RSA 2048 to 4096 or of P-256 or P-384. Whether it is valid now, and who trusts it, is not asked.
 */
export function readSigningCertificate(given: { certificate: string; key: string }): CertificateReading {
  const key = readKey(given.key);
  if (typeof key === "string") return { ok: false, part: "key", fault: key };
  const certificate = readCertificate(given.certificate, key);
  return typeof certificate === "string"
    ? { ok: false, part: "certificate", fault: certificate }
    : { ok: true, certificate };
}

/** Whether a certificate is an address's own: the domain in any letter case, what is before the `@` exactly (RFC 8550 §3). */
export function isFor(certificate: Uint8Array, address: string): boolean {
  return new X509Certificate(certificate).checkEmail(address) !== undefined;
}

/** A fault, where it is a string. */
function readKey(pem: string): KeyObject | string {
  if (pem.length > longestPem) return `The private key is longer than ${longestPem} characters.`;
  if (/-----BEGIN ENCRYPTED|\nProc-Type:.*ENCRYPTED/.test(pem)) {
    return "The private key is encrypted; give it without a passphrase (openssl pkey -in key.pem -out plain.pem).";
  }
  const key = keyIn(pem);
  if (key === undefined)
    return "The private key is not one in PEM (-----BEGIN PRIVATE KEY-----), of RSA or EC.";
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type === "ec") {
    return curves.includes(details?.namedCurve ?? "")
      ? key
      : "The private key must be on the curve P-256 or P-384.";
  }
  if (type !== "rsa") return `The private key is of type ${type}; S/MIME takes RSA and EC.`;
  const bits = details?.modulusLength ?? 0;
  return bits >= fewestRsaBits && bits <= mostRsaBits
    ? key
    : `The RSA key has ${bits} bits; it must have ${fewestRsaBits} to ${mostRsaBits}.`;
}

const keyBlock = /-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----([^-]*)-----END \1-----/;

/** The first one; there may be other things in the text. */
function keyIn(pem: string): KeyObject | undefined {
  const [, , base64] = keyBlock.exec(pem) ?? [];
  return base64 === undefined ? undefined : readDerKey(Buffer.from(base64, "base64"));
}

/** A fault, where it is a string. */
function readCertificate(pem: string, privateKey: KeyObject): SigningCertificate | string {
  if (pem.length > longestPem) return `The certificate is longer than ${longestPem} characters.`;
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) return "There is no certificate in PEM (-----BEGIN CERTIFICATE-----).";
  if (blocks.length > mostCertificates) return `There are more than ${mostCertificates} certificates.`;
  let given: X509Certificate[];
  try {
    given = blocks.map((block) => new X509Certificate(block));
  } catch {
    return "What is between the lines of a certificate is none.";
  }
  // A renewal may have the key of the one before it.
  const [own] = given
    .filter((one) => one.checkPrivateKey(privateKey))
    .toSorted((one, other) => validityOf(other).notAfter - validityOf(one).notAfter);
  if (own === undefined) return "None of the certificates is that of the private key.";
  if (!signsWhatVerifies(privateKey, own)) return "The numbers of the private key do not fit together.";
  const unfit = faultOf(own);
  if (unfit !== undefined) return unfit;
  const addresses = addressesOf(own);
  if (typeof addresses === "string") return addresses;
  return {
    chain: chainOf(own, given).map(({ raw }) => raw),
    privateKey,
    addresses,
    ...validityOf(own),
  };
}

/** Why nobody could make anything of what is signed with it. */
function faultOf(own: X509Certificate): string | undefined {
  try {
    if (!maySign(fieldsOf(own.raw)))
      return "The key of the certificate is not for signing (key usage digitalSignature).";
  } catch {
    return "The certificate is not in DER.";
  }
  const usage = own.keyUsage as readonly string[] | undefined;
  if (usage !== undefined && !usage.some((purpose) => purposes.has(purpose))) {
    return "The certificate is not for mail (extended key usage emailProtection).";
  }
  const { notBefore, notAfter } = validityOf(own);
  return Number.isNaN(notBefore + notAfter)
    ? "The certificate does not say from when and until when it is valid."
    : undefined;
}

/** RFC 5280 §4.2.1.12: mail, and everything. */
const purposes = new Set(["1.3.6.1.5.5.7.3.4", "2.5.29.37.0"]);

function signsWhatVerifies(key: KeyObject, { publicKey }: X509Certificate): boolean {
  try {
    const text = Buffer.from("S/MIME");
    return verify("sha256", text, publicKey, sign("sha256", text, key));
  } catch {
    return false;
  }
}

/** Those that vouch for it, as far as they were given: several of one issuer may, each trusted by others. */
function chainOf(own: X509Certificate, given: readonly X509Certificate[]): X509Certificate[] {
  const chain = new Map([[own.fingerprint256, own]]);
  // Whoever is found on the way is looked at as well: in a map, they come after those before them.
  for (const [, certificate] of chain) {
    for (const issuer of given) {
      if (certificate.checkIssued(issuer)) chain.set(issuer.fingerprint256, issuer);
    }
  }
  return [...chain.values()];
}

/** Of the alternative names, or else of the subject (RFC 8550 §3). A fault, where it is a string. */
function addressesOf(certificate: X509Certificate): string[] | string {
  const names = certificate.subjectAltName?.matchAll(/(?:^|, )email:("(?:[^"\\]|\\.)*"|[^,]*)/g) ?? [];
  const alternative = Array.from(names, ([, name = ""]) => (name.startsWith('"') ? unquoted(name) : name));
  const found = new Set(alternative.length > 0 ? alternative : subjectAddressesOf(certificate));
  if (found.size > mostAddresses) {
    return `The certificate names more than ${mostAddresses} e-mail addresses.`;
  }
  const addresses = [...found].filter(
    (address) => addressForm.test(address) && certificate.checkEmail(address) !== undefined,
  );
  return addresses.length === 0 ? "The certificate names no e-mail address." : addresses;
}

/** Node throws where there is a NUL in what it is asked about. */
const addressForm = /^[^\0@][^\0]*@[^\0@]+$/;

/** `subject` has them with other names in a line, and with escapes. */
function subjectAddressesOf(certificate: X509Certificate): string[] {
  const { emailAddress } = certificate.toLegacyObject().subject as { emailAddress?: string | string[] };
  return [emailAddress ?? []].flat();
}

/** Node writes names that could be mistaken for more than one as JSON. */
function unquoted(name: string): string {
  try {
    return JSON.parse(name) as string;
  } catch {
    return name;
  }
}
