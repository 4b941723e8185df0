import { hash, webcrypto } from "node:crypto";

/** Above this size hashing moves to the thread pool; below, the hop costs more than the hash. */
const longestHashedHere = 256 * 1024;

/** SHA-256 of some octets, in base64. Large ones hold nobody up. */
export async function sha256(octets: Uint8Array): Promise<string> {
  if (octets.length <= longestHashedHere) return hash("sha256", octets, "base64");
  return Buffer.from(await webcrypto.subtle.digest("SHA-256", new Uint8Array(octets))).toString("base64");
}
