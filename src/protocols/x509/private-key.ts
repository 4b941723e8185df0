import { createPrivateKey, type KeyObject } from "node:crypto";
import { elementsOf, objectIdentifier } from "./der.ts";

/**
 * A private key in DER, of PKCS#8 (RFC 5958), PKCS#1 (RFC 8017) or SEC 1 (RFC 5915). Undefined for what is none, and of PKCS#8 for any but these
 * algorithms: for some others (DSA, Diffie-Hellman) OpenSSL computes the public key when it reads the private one, which takes minutes with
 * large numbers.
 */
export function readKey(der: Uint8Array): KeyObject | undefined {
  try {
    const type = formOf(der);
    return type && createPrivateKey({ key: Buffer.from(der), format: "der", type });
  } catch {
    return undefined;
  }
}

const algorithms = [
  "1.2.840.113549.1.1.1", // RSA
  "1.2.840.113549.1.1.10", // RSASSA-PSS
  "1.2.840.10045.2.1", // EC
  "1.3.101.112", // Ed25519
].map(objectIdentifier);

/** By what comes second. Said to be of another form than it is, OpenSSL would read it all the same. */
function formOf(der: Uint8Array): "pkcs8" | "pkcs1" | "sec1" | undefined {
  const [, second] = elementsOf(der);
  switch (second?.[0]) {
    case 0x30: {
      const [algorithm] = elementsOf(second);
      return algorithms.some((known) => algorithm?.equals(known)) ? "pkcs8" : undefined;
    }
    case 0x02:
      return "pkcs1";
    case 0x04:
      return "sec1";
    default:
      return undefined;
  }
}
