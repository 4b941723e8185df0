import assert from "node:assert/strict";
import { generateKeyPairSync, X509Certificate } from "node:crypto";
import { test } from "node:test";
import { selfSignedCertificate } from "./self-signed.ts";
import { validityOf } from "./validity.ts";

const notBefore = Date.UTC(2049, 11, 31);
const keyPair = generateKeyPairSync("ec", { namedCurve: "P-256" });
const options = { commonName: "a.example", names: ["a.example"], notBefore, days: 2, keyPair };
// The first time is a UTCTime, the second a GeneralizedTime (RFC 5280 §4.1.2.5).
const { raw } = new X509Certificate(selfSignedCertificate(options));

test("a certificate says from when and until when it is valid", () => {
  const notAfter = Date.UTC(2050, 0, 2);
  assert.deepEqual(validityOf(new X509Certificate(raw)), { notBefore, notAfter });
});

test("a day that there is not is no time, however often it is asked for", () => {
  const changed = Buffer.from(raw);
  changed.write("0231", raw.indexOf("491231") + 2);
  for (let times = 0; times < 100; times += 1) {
    assert.ok(Number.isNaN(validityOf(new X509Certificate(changed)).notBefore));
  }
});
