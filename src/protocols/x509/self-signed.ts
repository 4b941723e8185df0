import { hash, type KeyObject, sign } from "node:crypto";
import { alternativeNames } from "./alternative-names.ts";
import { bits, der, integer, objectIdentifier, sequence, set, tagged, time, utf8 } from "./der.ts";
import { pemOf } from "./pem.ts";

export interface SelfSignedCertificate {
  readonly commonName: string;
  /** DNS names and IP addresses that it is for (RFC 5280 §4.2.1.6). */
  readonly names?: readonly string[];
  /** Milliseconds since the epoch. */
  readonly notBefore: number;
  readonly days: number;
  /** RSA, or EC on P-256. */
  readonly keyPair: { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
}

const dayMs = 86_400_000;

/** A certificate that vouches for itself (RFC 5280), signed with SHA-256, as PEM. */
export function selfSignedCertificate(about: SelfSignedCertificate): string {
  const { commonName, names = [], notBefore, days, keyPair } = about;
  const algorithm = algorithmOf(keyPair.privateKey);
  const name = sequence(set(sequence(objectIdentifier("2.5.4.3"), utf8(commonName))));
  const publicKey = keyPair.publicKey.export({ format: "der", type: "spki" });
  const signed = sequence(
    tagged(0, integer(Buffer.of(2))),
    integer(serialOf(publicKey, notBefore)),
    algorithm,
    name,
    sequence(time(notBefore), time(notBefore + days * dayMs)),
    name,
    publicKey,
    ...(names.length === 0 ? [] : [tagged(3, sequence(alternativeNames(names)))]),
  );
  return pemOf("CERTIFICATE", sequence(signed, algorithm, bits(sign("sha256", signed, keyPair.privateKey))));
}

function algorithmOf({ asymmetricKeyType }: KeyObject): Buffer {
  if (asymmetricKeyType === "ec") return sequence(objectIdentifier("1.2.840.10045.4.3.2"));
  if (asymmetricKeyType === "rsa") return sequence(objectIdentifier("1.2.840.113549.1.1.11"), der(0x05));
  throw new TypeError(`A certificate is signed with an RSA or an EC key, not with ${asymmetricKeyType}.`);
}

/** Unlike for another key or time, and positive; RFC 5280 §4.1.2.2 allows 20 octets. */
function serialOf(publicKey: Uint8Array, notBefore: number): Buffer {
  const serial = hash(
    "sha256",
    Buffer.concat([publicKey, Buffer.from(String(notBefore))]),
    "buffer",
  ).subarray(0, 16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  return serial;
}
