import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** Encrypts what must not be readable in the database: private keys, secret access keys. */
export interface Secrets {
  /** `context` says what the secret is (`dkim-key/<id>`); opening it as something else fails. */
  seal(plain: Uint8Array, context: string): Uint8Array;
  /** Throws when the bytes were changed, sealed under another master key, or for another context. */
  open(sealed: Uint8Array, context: string): Uint8Array;
}

const version = 1;
const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM (NIST SP 800-38D) under the master key: version ‖ nonce ‖ tag ‖ ciphertext, the context authenticated. */
export function secretsUnder(masterKey: Uint8Array): Secrets {
  if (masterKey.length !== 32) throw new RangeError("The master key must be 32 bytes.");
  return {
    seal(plain, context) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", masterKey, nonce).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), body]);
    },
    open(sealed, context) {
      if (sealed[0] !== version) throw new Error(`A sealed secret of unknown version ${sealed[0]}.`);
      const nonce = sealed.subarray(1, 1 + nonceBytes);
      const tag = sealed.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes);
      const decipher = createDecipheriv("aes-256-gcm", masterKey, nonce).setAAD(Buffer.from(context));
      decipher.setAuthTag(tag);
      return Buffer.concat([decipher.update(sealed.subarray(1 + nonceBytes + tagBytes)), decipher.final()]);
    },
  };
}
