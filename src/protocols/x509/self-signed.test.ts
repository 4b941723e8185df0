import assert from "node:assert/strict";
import { generateKeyPairSync, X509Certificate } from "node:crypto";
import { test } from "node:test";
import { selfSignedCertificate } from "./self-signed.ts";

const notBefore = Date.UTC(2026, 10, 23, 12);
const pairs = {
  ec: generateKeyPairSync("ec", { namedCurve: "P-256" }),
  rsa: generateKeyPairSync("rsa", { modulusLength: 2048 }),
};

for (const [kind, keyPair] of Object.entries(pairs)) {
  test(`OpenSSL reads what was signed with an ${kind} key, and it verifies`, () => {
    const names = ["mail.example.com", "127.0.0.1", "::1"];
    const pem = selfSignedCertificate({ commonName: "Ä mail", names, notBefore, days: 398, keyPair });
    const read = new X509Certificate(pem);
    assert.equal(read.subject, "CN=Ä mail");
    assert.equal(
      read.subjectAltName,
      "DNS:mail.example.com, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1",
    );
    assert.equal(read.validFromDate.getTime(), notBefore);
    assert.equal(read.validToDate.getTime(), notBefore + 398 * 86_400_000);
    assert.ok(read.verify(keyPair.publicKey));
    assert.ok(read.checkPrivateKey(keyPair.privateKey));
  });
}

test("a century is written with the year's four digits", () => {
  const keyPair = pairs.ec;
  const read = new X509Certificate(
    selfSignedCertificate({ commonName: "a", notBefore, days: 36_525, keyPair }),
  );
  assert.equal(read.validToDate.getUTCFullYear(), 2126);
});
