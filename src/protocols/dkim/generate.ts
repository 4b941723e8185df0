import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import { type DkimKeyPair, keyPairOf } from "./key-pair.ts";

const generate = promisify(generateKeyPair);

/** Makes an RSA key pair on the thread pool: some 50 ms of one core for 2048 bits, so never while a caller waits. */
export async function generateDkimKeyPair(bits: 1024 | 2048): Promise<DkimKeyPair> {
  const { privateKey } = await generate("rsa", { modulusLength: bits, publicExponent: 65_537 });
  return keyPairOf(privateKey, bits);
}
