import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import { certificateRequest } from "#protocols/x509/certificate-request.ts";
import { selfSignedCertificate } from "#protocols/x509/self-signed.ts";
import { ServerAuthority } from "#test/support/server-authority.ts";
import { renewalName } from "./renewal-info.ts";

test("a certificate is called as RFC 9773 calls its example, with the 0 that stands before its serial number", async () => {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const authority = await ServerAuthority.found();
  const request = certificateRequest(["example.com"], privateKey);
  const certificate = await authority.certify(request, { from: 0, until: Date.now() });
  assert.equal(renewalName(certificate), "aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE");
});

test("one that does not say who signed it has no such name", () => {
  const keyPair = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const about = { commonName: "a", notBefore: Date.now(), days: 1, keyPair };
  assert.equal(renewalName(selfSignedCertificate({ ...about, names: ["a.example"] })), undefined);
  assert.equal(renewalName(selfSignedCertificate(about)), undefined);
});
