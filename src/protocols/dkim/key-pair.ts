import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";

/** An RSA key that can sign, in the forms that are stored and published. */
export interface DkimKeyPair {
  /** DER PKCS#8 (RFC 5208). Secret: never logged, encrypted at rest. */
  readonly privateKeyDer: Uint8Array;
  /** Base64 of DER SubjectPublicKeyInfo: the `p=` of the key record. */
  readonly publicKeyBase64: string;
  readonly bits: number;
}

/** Opens a stored key for signing: 20 µs a time, so callers that sign much keep the result. */
export function openPrivateKey(privateKeyDer: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.from(privateKeyDer), format: "der", type: "pkcs8" });
}

export function keyPairOf(privateKey: KeyObject, bits: number): DkimKeyPair {
  return {
    privateKeyDer: privateKey.export({ format: "der", type: "pkcs8" }),
    publicKeyBase64: createPublicKey(privateKey).export({ format: "der", type: "spki" }).toString("base64"),
    bits,
  };
}
