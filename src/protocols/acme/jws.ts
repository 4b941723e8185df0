import { createHmac, createPublicKey, hash, type KeyObject, sign } from "node:crypto";

/** The part of a JWK of an EC key that tells it from others, with its members in the order of RFC 7638 §3.2. */
interface PublicJwk {
  readonly crv: string;
  readonly kty: string;
  readonly x: string;
  readonly y: string;
}

/** A flattened JWS (RFC 7515 §7.2.2). */
interface Jws {
  readonly protected: string;
  readonly payload: string;
  readonly signature: string;
}

/** What RFC 8555 §6.2 wants in the header of each request. `kid` is the account's URL, once there is one. */
interface RequestHeader {
  readonly url: string;
  readonly nonce: string;
  readonly kid?: string | undefined;
}

/** An account of the same holder elsewhere, which the authority bills, say (RFC 8555 §7.3.4). */
export interface ExternalAccount {
  readonly keyId: string;
  readonly hmacKey: Uint8Array;
}

/** A request signed with the account's key, an EC one on P-256 (ES256). An empty payload asks for what is there (RFC 8555 §6.3). */
export function signedRequest(key: KeyObject, { kid, ...header }: RequestHeader, payload: object | ""): Jws {
  const whose = kid === undefined ? { jwk: publicJwk(key) } : { kid };
  return jws({ alg: "ES256", ...whose, ...header }, payload, (octets) =>
    sign("sha256", octets, { key, dsaEncoding: "ieee-p1363" }),
  );
}

/** Says to which other account the key's account belongs. */
export function externalBinding(key: KeyObject, { keyId, hmacKey }: ExternalAccount, url: string): Jws {
  return jws({ alg: "HS256", kid: keyId, url }, publicJwk(key), (octets) =>
    createHmac("sha256", hmacKey).update(octets).digest(),
  );
}

/** RFC 7638. */
export function thumbprint(key: KeyObject): string {
  return hash("sha256", JSON.stringify(publicJwk(key)), "base64url");
}

function publicJwk(key: KeyObject): PublicJwk {
  const { crv = "", kty = "", x = "", y = "" } = createPublicKey(key).export({ format: "jwk" });
  return { crv, kty, x, y };
}

function jws(header: object, payload: object | "", signatureOf: (octets: Buffer) => Buffer): Jws {
  const covered = {
    protected: base64url(JSON.stringify(header)),
    payload: base64url(payload === "" ? "" : JSON.stringify(payload)),
  };
  const octets = Buffer.from(`${covered.protected}.${covered.payload}`);
  return { ...covered, signature: signatureOf(octets).toString("base64url") };
}

function base64url(text: string): string {
  return Buffer.from(text).toString("base64url");
}
