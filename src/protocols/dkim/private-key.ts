import { createPublicKey } from "node:crypto";
import { readKey } from "#protocols/x509/private-key.ts";
import { type DkimKeyPair, keyPairOf } from "./key-pair.ts";
import { isSoundRsaKey } from "./sound-key.ts";

export type PrivateKeyReading =
  | { readonly ok: true; readonly keyPair: DkimKeyPair }
  /** `fault` is a sentence fit for the caller; it never holds any of the key. */
  | { readonly ok: false; readonly fault: string };

/** The bound of SES's `DomainSigningPrivateKey`. */
const longestText = 20_480;
const fewestBits = 1_024;
const mostBits = 2_048;

/**
 * Reads the private key of BYODKIM: base64 of a DER key (PKCS#1 or PKCS#8) or of a whole PEM file of either, or the PEM itself.
 * RSA of 1024 to 2048 bits whose numbers fit together.
 */
export function readPrivateKey(text: string): PrivateKeyReading {
  if (text.length > longestText) return refused(`The private key is longer than ${longestText} characters.`);
  if (text.includes(pemStart)) return readPem(text);
  const bytes = fromBase64(text);
  if (bytes === undefined) return refused("The private key is not base64.");
  const inner = Buffer.from(bytes).toString("latin1");
  return inner.includes(pemStart) ? readPem(inner) : readDer(bytes);
}

const pemStart = "-----BEGIN ";
const pemHeader = /-----BEGIN ([A-Z0-9 ]{1,40})-----/g;

const encrypted = "The private key is encrypted; give it without a passphrase.";
const publicOnly = "This is a public key; the private key is needed.";
const ellipticCurve = "The private key is an elliptic-curve key; DKIM with SES takes RSA.";

/** What a PEM label other than a readable private key says (RFC 7468, and OpenSSL's own). */
const otherLabels: Readonly<Record<string, string>> = {
  "ENCRYPTED PRIVATE KEY": encrypted,
  "EC PRIVATE KEY": ellipticCurve,
  "DSA PRIVATE KEY": "The private key is a DSA key; DKIM with SES takes RSA.",
  "OPENSSH PRIVATE KEY": "The private key is in OpenSSH form; give it as PKCS#1 or PKCS#8.",
  "PUBLIC KEY": publicOnly,
  "RSA PUBLIC KEY": publicOnly,
  CERTIFICATE: "This is a certificate; the private key is needed.",
};

function readPem(text: string): PrivateKeyReading {
  let other: string | undefined;
  for (const header of text.matchAll(pemHeader)) {
    const [line, label = ""] = header;
    const start = header.index + line.length;
    const end = text.indexOf(`-----END ${label}-----`, start);
    if (end === -1) continue;
    if (label === "RSA PRIVATE KEY" || label === "PRIVATE KEY") return readPemBody(text.slice(start, end));
    other ??= otherLabels[label];
  }
  return refused(other ?? "The PEM text holds no complete private key.");
}

function readPemBody(body: string): PrivateKeyReading {
  // OpenSSL's older encryption shows as headers inside the block (RFC 1421 §4.6).
  if (body.includes("ENCRYPTED")) return refused(encrypted);
  const der = fromBase64(body);
  return der === undefined ? refused("The PEM text holds no base64 between its lines.") : readDer(der);
}

function readDer(der: Uint8Array): PrivateKeyReading {
  const key = readKey(der);
  if (key === undefined) return refused(whatElse(der));
  const type = key.asymmetricKeyType;
  if (type === "ec") return refused(ellipticCurve);
  if (type !== "rsa") return refused(`The private key is of type ${type}; DKIM with SES takes RSA.`);
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < fewestBits || bits > mostBits) {
    return refused(`The RSA key has ${bits} bits; it must have ${fewestBits} to ${mostBits}.`);
  }
  if (!isSoundRsaKey(key)) return refused("The numbers of the RSA key do not fit together: it is damaged.");
  return { ok: true, keyPair: keyPairOf(key, bits) };
}

/** Says what bytes are that are not an unencrypted PKCS#1 or PKCS#8 key. */
function whatElse(der: Uint8Array): string {
  if (isPublicKey(der, "spki") || isPublicKey(der, "pkcs1")) return publicOnly;
  if (isEncrypted(der)) return encrypted;
  return "It is neither a PKCS#1 nor a PKCS#8 key of RSA.";
}

function isPublicKey(der: Uint8Array, type: "spki" | "pkcs1"): boolean {
  try {
    createPublicKey({ key: Buffer.from(der), format: "der", type });
    return true;
  } catch {
    return false;
  }
}

/** PBES2, the scheme of every encrypted PKCS#8 key in use: OID 1.2.840.113549.1.5.13 (RFC 8018 §A.4). */
function isEncrypted(der: Uint8Array): boolean {
  return Buffer.from(der).subarray(0, 32).includes(Buffer.from("2a864886f70d01050d", "hex"));
}

function fromBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.fromBase64(text);
  } catch {
    return undefined;
  }
}

function refused(fault: string): PrivateKeyReading {
  return { ok: false, fault };
}
