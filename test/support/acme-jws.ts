import assert from "node:assert/strict";
import { createHash, createHmac, createPublicKey, verify, type webcrypto } from "node:crypto";

interface Flattened {
  readonly protected: string;
  readonly payload: string;
  readonly signature: string;
}

interface Header {
  readonly alg: string;
  readonly nonce: string;
  readonly url: string;
  readonly jwk?: webcrypto.JsonWebKey;
  readonly kid?: string;
}

/** What a client has signed, as RFC 8555 §6.2 wants it; throws for anything else. */
export function readJws(
  body: Buffer,
  {
    url,
    known,
    mayBeNew,
  }: {
    readonly url: string;
    readonly known: (account: string) => webcrypto.JsonWebKey | undefined;
    /** Who has no account yet says the key. */
    readonly mayBeNew: boolean;
  },
): {
  readonly account: string;
  readonly jwk: webcrypto.JsonWebKey;
  readonly nonce: string;
  readonly payload: unknown;
} {
  const { protected: head, payload, signature } = JSON.parse(body.toString()) as Flattened;
  const header = JSON.parse(textIn(head)) as Header;
  assert.equal(header.alg, "ES256");
  assert.equal(header.url, url);
  assert.equal(header.jwk === undefined, !mayBeNew, "a new account alone says its key");
  const account = (header.kid ?? "").replace(/^.*\/account\//, "");
  const jwk = header.jwk ?? known(account);
  assert.ok(jwk, "there is no such account");
  const key = createPublicKey({ key: jwk as never, format: "jwk" });
  const octets = Buffer.from(`${head}.${payload}`);
  const isSigned = verify(
    "sha256",
    octets,
    { key, dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  );
  assert.ok(isSigned, "the signature is wrong");
  return {
    account,
    jwk,
    nonce: header.nonce,
    payload: payload === "" ? undefined : JSON.parse(textIn(payload)),
  };
}

/** RFC 7638. */
export function thumbprintOf({ crv, kty, x, y }: webcrypto.JsonWebKey): string {
  return createHash("sha256").update(JSON.stringify({ crv, kty, x, y })).digest("base64url");
}

/** An account elsewhere that each new account has to belong to (RFC 8555 §7.3.4). */
export class Binding {
  readonly #keyId: string;
  readonly #hmacKey: Buffer;

  constructor(keyId: string, hmacKey: Buffer) {
    this.#keyId = keyId;
    this.#hmacKey = hmacKey;
  }

  verify(binding: unknown, jwk: webcrypto.JsonWebKey, url: string): void {
    assert.ok(binding, "there is no binding");
    const { protected: head, payload, signature } = binding as Flattened;
    assert.deepEqual(JSON.parse(textIn(head)), { alg: "HS256", kid: this.#keyId, url });
    assert.deepEqual(JSON.parse(textIn(payload)), jwk);
    const mac = createHmac("sha256", this.#hmacKey).update(`${head}.${payload}`).digest("base64url");
    assert.equal(signature, mac);
  }
}

function textIn(base64url: string): string {
  return Buffer.from(base64url, "base64url").toString();
}
