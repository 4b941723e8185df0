import { createECDH, createHmac, createPublicKey, verify } from "node:crypto";
import { ecdsaAlgorithm } from "./signature.ts";
import type { VerifyingKey } from "./verifying-key.ts";

const curve = "prime256v1";
const bits = 256;
/** The order of P-256 less two: the greatest that a number may be which becomes a key by adding one. */
const greatest = Buffer.from("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63254f", "hex");
const mostTries = 254;
/** A sequence of two integers of 33 bytes at most. */
const longestSignature = 72;

/**
 * The P-256 key that belongs to an access key for as long as that is there, whatever the day, region and service.
 * It is derived in counter mode (NIST SP 800-108 §4.1), as in AWS's own signers (aws-c-auth, `key_derivation.c`).
 */
export function derivePrivateKey(accessKeyId: string, secret: string): Buffer {
  for (let attempt = 1; attempt <= mostTries; attempt += 1) {
    const candidate = createHmac("sha256", `AWS4A${secret}`)
      .update(fixedInput(accessKeyId, attempt))
      .digest();
    if (Buffer.compare(candidate, greatest) <= 0) return plusOne(candidate);
  }
  // Once in 2^32 keys the second try is needed.
  throw new Error("No key of P-256 comes of this access key.");
}

/** The half of it that tells whether a signature is its holder's. */
export function deriveVerifyingKey(accessKeyId: string, secret: string): VerifyingKey {
  const pair = createECDH(curve);
  pair.setPrivateKey(derivePrivateKey(accessKeyId, secret));
  const point = pair.getPublicKey();
  const x = point.subarray(1, 33).toString("base64url");
  const y = point.subarray(33).toString("base64url");
  const key = createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" });
  return {
    verifies: (text, signature) =>
      signature.length <= longestSignature && verify("sha256", Buffer.from(text), key, signature),
  };
}

/** Counter, label, a zero byte, context (the access key and the try's number), and the length of what is wanted. */
function fixedInput(accessKeyId: string, attempt: number): Buffer {
  const counter = Buffer.from([0, 0, 0, 1]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bits);
  const context = Buffer.concat([Buffer.from(accessKeyId), Buffer.from([attempt])]);
  return Buffer.concat([counter, Buffer.from(`${ecdsaAlgorithm}\0`), context, length]);
}

function plusOne(number: Buffer): Buffer {
  const sum = (BigInt(`0x${number.toString("hex")}`) + 1n).toString(16);
  return Buffer.from(sum.padStart(bits / 4, "0"), "hex");
}
