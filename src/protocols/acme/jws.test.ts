import assert from "node:assert/strict";
import { createHash, generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import { Binding, readJws, thumbprintOf } from "#test/support/acme-jws.ts";
import { challengeName, challengeText } from "./dns-challenge.ts";
import { externalBinding, signedRequest, thumbprint } from "./jws.ts";

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const jwk = publicKey.export({ format: "jwk" });
const url = "https://authority.example/order";

test("a request is signed by its key, for one URL and one nonce", () => {
  const signed = Buffer.from(JSON.stringify(signedRequest(privateKey, { url, nonce: "once" }, { a: "ä" })));
  const read = readJws(signed, { url, known: () => undefined, mayBeNew: true });
  assert.deepEqual([read.nonce, read.payload], ["once", { a: "ä" }]);
  assert.throws(() => readJws(signed, { url: `${url}/1`, known: () => undefined, mayBeNew: true }));
});

test("who has an account says its URL instead of the key, and asks for something with no payload", () => {
  const kid = "https://authority.example/account/7";
  const signed = Buffer.from(JSON.stringify(signedRequest(privateKey, { url, nonce: "once", kid }, "")));
  const read = readJws(signed, { url, known: (id) => (id === "7" ? jwk : undefined), mayBeNew: false });
  assert.deepEqual([read.account, read.payload], ["7", undefined]);
});

test("an account elsewhere vouches for the key", () => {
  const hmacKey = Buffer.from("a key that both of them know");
  const binding = externalBinding(privateKey, { keyId: "customer-7", hmacKey }, url);
  const { crv, kty, x, y } = jwk;
  new Binding("customer-7", hmacKey).verify(binding, { crv, kty, x, y } as never, url);
  assert.throws(() => new Binding("customer-7", Buffer.from("another")).verify(binding, jwk, url));
});

test("what proves a name is the digest of the token and the key's thumbprint", () => {
  assert.equal(thumbprint(privateKey), thumbprintOf(jwk));
  const expected = createHash("sha256")
    .update(`token.${thumbprintOf(jwk)}`)
    .digest("base64url");
  assert.equal(challengeText("token", privateKey), expected);
  assert.equal(challengeName("*.example.com"), "_acme-challenge.example.com");
});
