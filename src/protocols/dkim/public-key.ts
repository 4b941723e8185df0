import { createPublicKey, type KeyObject } from "node:crypto";

export interface RsaPublicKey {
  /** DER SubjectPublicKeyInfo (RFC 5280 §4.1.2.7). */
  readonly spki: Uint8Array;
  readonly bits: number;
}

/**
 * Reads a DER RSA public key in either form that DKIM records carry: SubjectPublicKeyInfo, which everyone publishes, or the bare
 * RSAPublicKey that RFC 6376 §3.6.1 asks for (RFC 8017 §A.1.1). `undefined` where it is neither.
 */
export function readRsaPublicKey(der: Uint8Array): RsaPublicKey | undefined {
  const key = parse(der, "spki") ?? parse(der, "pkcs1");
  const bits = key?.asymmetricKeyDetails?.modulusLength;
  if (key?.asymmetricKeyType !== "rsa" || bits === undefined) return undefined;
  return { spki: key.export({ format: "der", type: "spki" }), bits };
}

/** Whether two DER RSA public keys are the same key, each in either form. */
export function isSameKey(one: Uint8Array, other: Uint8Array): boolean {
  const first = readRsaPublicKey(one);
  const second = readRsaPublicKey(other);
  if (first === undefined || second === undefined) return false;
  return Buffer.compare(first.spki, second.spki) === 0;
}

function parse(der: Uint8Array, type: "spki" | "pkcs1"): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(der), format: "der", type });
  } catch {
    return undefined;
  }
}
