import { createPublicKey, type KeyObject, sign } from "node:crypto";
import { alternativeNames } from "./alternative-names.ts";
import { bits, integer, objectIdentifier, sequence, set, tagged } from "./der.ts";

const extensionRequest = objectIdentifier("1.2.840.113549.1.9.14");
const ecdsaWithSha256 = objectIdentifier("1.2.840.10045.4.3.2");

/** Asks for a certificate for some DNS names (PKCS #10, RFC 2986), in DER. The key is an EC one, on P-256; the subject is left to the authority. */
export function certificateRequest(names: readonly string[], privateKey: KeyObject): Buffer {
  const publicKey = createPublicKey(privateKey).export({ format: "der", type: "spki" });
  const wanted = sequence(
    integer(Buffer.of(0)),
    sequence(),
    publicKey,
    tagged(0, sequence(extensionRequest, set(sequence(alternativeNames(names))))),
  );
  return sequence(wanted, sequence(ecdsaWithSha256), bits(sign("sha256", wanted, privateKey)));
}
